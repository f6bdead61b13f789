"""List which file was taken for which piece of a submission, without grading it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.catalog import Assignment
from autograder.catalog.wanted import wanted_of
from autograder.messages import instructors
from autograder.submissions.find import Submission, SubmissionError
from autograder.submissions.lookup import Lookup
from autograder.submissions.names import is_theirs
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.read import read_submission
from autograder.submissions.written_answers import read_answer

METADATA = "submission_metadata.yml"
EXPORTED = re.compile(r"submission_\d+\Z")


@dataclass(frozen=True)
class Taken:
    """What was taken for one piece."""

    piece: str
    """The requested path, such as `sampling.py`."""
    file: str
    """The file's path in the submission; "" if there is none."""
    state: str
    """How many functions are finished, or how many words there are."""


@dataclass(frozen=True)
class Listed:
    """One submission of an export."""

    name: str
    pieces: tuple[Taken, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    """Why it cannot be read."""


def submissions_in(place: Path, assignment: Assignment) -> list[Path]:
    """Return the submissions at a path: the folders and files of an export, or the path itself."""
    if not place.is_dir():
        return [place]
    entries = sorted(each for each in place.iterdir() if is_theirs(each.name) and each.name != METADATA)
    is_export = (place / METADATA).is_file() or any(EXPORTED.match(each.name) for each in entries)
    with Submission(place).tree() as tree:
        holds_work = Lookup(tree).held((), [each.path for each in assignment.pieces])
    if is_export or (not holds_work and any(each.is_dir() for each in entries)):
        return [each for each in entries if each.is_dir() or not is_export]
    return [place]


def list_submissions(place: Path, assignment: Assignment) -> Iterator[Listed]:
    """Yield what would be graded of each submission at `place`, in the order of their names."""
    for each in submissions_in(place, assignment):
        try:
            yield _listed(each, assignment)
        except (SubmissionError, OSError) as error:
            yield Listed(each.name, problem=str(error))


def _listed(place: Path, assignment: Assignment) -> Listed:
    notes, wanted = Notes(), wanted_of(assignment)
    with opened(place, notes) as folder:
        names = [each.path for each in assignment.pieces]
        submission = read_submission(folder, names, wanted, notes)
        code = [_module(submission, name, functions) for name, functions in wanted.functions.items()]
        answers = [_answer(submission, each.path) for each in assignment.written]
    return Listed(place.name, (*code, *answers), notes.lines)


def _module(submission: Submission, module: str, functions: tuple[str, ...]) -> Taken:
    name = f"{module}.py"
    if name in submission.made:
        is_notebook = name in submission.places
        return Taken(name, instructors.NOTEBOOK if is_notebook else instructors.SEVERAL_FILES, "")
    path = submission.path_of(name)
    source = submission.survey.sources.get(path) if submission.survey and path else None
    n_finished = len(source.finished.intersection(functions)) if source else 0
    state = instructors.finished(n_finished, len(functions)) if source else ""
    return Taken(name, "/".join(path) if path else "", state)


def _answer(submission: Submission, name: str) -> Taken:
    text = submission.text(name)
    path = submission.answer_path(name)
    n_words = read_answer(text).words if text is not None else 0
    file = "/".join(path) if path else instructors.NOTEBOOK if text is not None else ""
    return Taken(name, file, instructors.words(n_words) if text is not None else "")
