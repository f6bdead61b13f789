"""Finds a student's files in a folder: the folder itself, or one level down."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Folders that students have and did not write: the untouched copies of the student zip, which must not
# pass for their work, and what macOS adds to a zip.
NOT_THEIRS = {"fresh", "__MACOSX", "__pycache__"}


class SubmissionError(Exception):
    """What was handed in cannot be read at all; the text says why."""


@dataclass(frozen=True)
class Submission:
    """The folder that holds a student's files, wherever it lay in what was handed in."""

    folder: Path

    def file(self, name: str) -> Path | None:
        """A file by its path below the folder, or by its name alone; None if it was not handed in."""
        # Files that are uploaded one by one lose their folder.
        for path in (self.folder / name, self.folder / Path(name).name):
            if path.is_file() and not path.is_symlink():
                return path
        return None


def find_submission(place: Path, names: Iterable[str]) -> Submission:
    """The folder at `place`, or just below it, that holds the most files called `names`.

    Nothing found is no error: then nothing was started.

    Raises:
        SubmissionError: `place` is no folder.
    """
    if not place.is_dir():
        what = "is no folder" if place.exists() else "does not exist"
        raise SubmissionError(f"{place} {what}: name the folder that holds the student's files")
    names = list(names)
    below = sorted(child for child in place.iterdir() if _may_hold_work(child))
    folders = [place, *below]
    return Submission(max(folders, key=lambda folder: sum((folder / name).is_file() for name in names)))


def stage_submission(submission: Submission, provided: Path, target: Path) -> None:
    """Copies the submission's regular Python files to `target`, with `provided` fresh from us.

    A submission's own `provided/` is left out: the grader always uses its own. So are virtual
    environments, which hold thousands of files that nobody wrote.
    """
    for path in _python_files(submission.folder):
        inside = path.relative_to(submission.folder)
        if inside.parts[0] != "provided":
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / inside)
    shutil.copytree(provided, target / "provided", ignore=shutil.ignore_patterns("__pycache__"))


def _python_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if _may_hold_work(path):
            yield from _python_files(path)
        elif path.suffix == ".py" and path.is_file() and not path.is_symlink():
            yield path


def _may_hold_work(path: Path) -> bool:
    """Whether `path` is a folder that a student may have written files in."""
    if not path.is_dir() or path.is_symlink() or path.name in NOT_THEIRS or path.name.startswith("."):
        return False
    return not (path / "pyvenv.cfg").exists()
