"""Grade work as it arrives: the table of all cases with their scores, notes and words.

    python tools/quality/files_as_they_arrive.py [--seed 1] [CASE ...]

Each case of `tests/support/arrivals/` is graded for real, as `autograder grade` does. Ends with 1 if a
score, a note or a word is not the expected one.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from autograder.answer_key.build import key_for
from autograder.catalog import Project
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.grading.start import start_zygote
from autograder.submissions.find import SubmissionError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))
from arrivals import CASES, Case, Course, hand_in


def graded(made: Case, folder: Path, project: Project, key: Key) -> tuple[float | None, list[str], list[str]]:
    """Return the score, the notes and the words of failed checks; no score for a refusal."""
    place = hand_in(made, folder)
    with start_zygote(project) as zygote:
        try:
            grade = grade_submission(place, project, key, zygote, trusted=True)
        except SubmissionError as error:
            return None, [str(error)], []
    checks = [check for question in grade.questions for check in question.checks]
    words = dict.fromkeys(check.words for check in checks if not check.passed)
    return grade.score, list(grade.notes), list(words)


def main() -> int:
    """Grade all cases, or those that are named; 1 if any is not as expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    project = Project.find()
    course, key = Course.of(project), key_for(project, options.seed)
    n_wrong = 0
    for name in options.cases or CASES:
        made = CASES[name](course)
        with tempfile.TemporaryDirectory(prefix="arrivals-") as temporary:
            score, notes, words = graded(made, Path(temporary) / "work", project, key)
        expected = None if made.is_refused else made.points
        lacking = [piece for piece in made.notes if not any(piece in note for note in notes)]
        lacking += [piece for piece in made.words if not any(piece in each for each in words)]
        is_right = score == expected and not lacking
        n_wrong += not is_right
        shown = "refused" if score is None else f"{score:g}"
        mark = "" if is_right else f"  EXPECTED {expected} and {lacking}"
        print(f"{name}: {shown}{mark}")
        for note in notes:
            print(f"    note: {note}")
        for each in words:
            print(f"    check: {each}")
        sys.stdout.flush()
    print(f"{len(options.cases or CASES)} cases, {n_wrong} not as expected")
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
