"""Copies what a submission's code consists of into a clean folder, with our own `provided/` beside it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.submissions.find import MAX_DEPTH, Submission, may_hold_work


@contextmanager
def staged(submission: Submission, provided: Path) -> Iterator[Path]:
    """The submission staged in a folder of its own that others can read, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
        Path(temporary).chmod(0o711)
        folder = Path(temporary) / "stage"
        stage_submission(submission, provided, folder)
        yield folder


def stage_submission(submission: Submission, provided: Path, target: Path) -> None:
    """Copies the submission's regular Python files to `target`, with `provided` fresh from us.

    A submission's own `provided/` is left out: the grader always uses its own. So are virtual
    environments, which hold thousands of files that nobody wrote. Workers, who are somebody else, can
    read all of it.
    """
    target.mkdir(exist_ok=True)
    for path in _python_files(submission.folder):
        inside = path.relative_to(submission.folder)
        if inside.parts[0] != "provided":
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / inside)
    shutil.copytree(provided, target / "provided", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _python_files(folder: Path, depth: int = 1) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if may_hold_work(path):
            if depth < MAX_DEPTH:
                yield from _python_files(path, depth + 1)
        elif path.suffix == ".py" and path.is_file() and not path.is_symlink():
            yield path
