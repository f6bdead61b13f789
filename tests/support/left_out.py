"""Helpers: the files that a grader takes from a submission, and its notes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.messages import students
from autograder.submissions.find import Submission, find_submission
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import staged

NAMES = ["pretraining.py", "memory.py", "written/q1_pretraining.md"]


@contextmanager
def taken(place: Path) -> Iterator[tuple[Submission, Path, Notes]]:
    """Opens, finds and stages, as grading does."""
    notes = Notes()
    with opened(place, notes) as folder:
        submission = find_submission(folder, NAMES, notes)
        provided = next(each for each in place.parents if (each / "provided").is_dir()) / "provided"
        with staged(submission, provided) as stage:
            yield submission, stage, notes


def skipped(reason: Reason, *names: str, detail: int | str = "") -> str:
    """The note on files that were skipped."""
    return students.skipped.files(names, 0, reason.value, detail)


def files_of(stage: Path) -> dict[str, bytes]:
    return {
        path.relative_to(stage).as_posix(): path.read_bytes()
        for path in stage.rglob("*.py")
        if path.is_file()
    }
