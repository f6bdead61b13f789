"""Finds a student's files in a folder: the folder itself, or one level down."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Folders that students have and did not write: the untouched copies of the student zip, which must not
# pass for their work, and what macOS adds to a zip.
NOT_THEIRS = {"fresh", "__MACOSX", "__pycache__"}
MAX_DEPTH = 20
"""Folders below folders beyond this are nobody's work, and could be too many for Python's stack."""


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
    below = sorted(child for child in place.iterdir() if may_hold_work(child))
    folders = [place, *below]
    return Submission(max(folders, key=lambda folder: sum((folder / name).is_file() for name in names)))


def may_hold_work(path: Path) -> bool:
    """Whether `path` is a folder that a student may have written files in."""
    if not path.is_dir() or path.is_symlink() or path.name in NOT_THEIRS or path.name.startswith("."):
        return False
    return not (path / "pyvenv.cfg").exists()
