"""Finds a student's files in what was handed in: in the folder itself, or in one just below it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from autograder.errors import AutograderError
from autograder.submissions.lookup import MAX_FOLDERS, Lookup
from autograder.submissions.names import shown
from autograder.submissions.notes import Notes
from autograder.submissions.tree import Tree, UnreadableError
from autograder.text import printable

MAX_ANSWER_BYTES = 200_000


class SubmissionError(AutograderError):
    """What was handed in cannot be read at all; the text says why."""


@dataclass(frozen=True)
class Submission:
    """The folder that holds a student's files, wherever it lay in what was handed in."""

    root: Path
    below: tuple[str, ...] = ()
    """Folders below `root`; the last one holds the files."""
    modules: tuple[str, ...] = ()
    """Names of the Python files that are asked for."""
    notes: Notes = field(default_factory=Notes, compare=False)
    """What its author should know of the files."""

    @property
    def folder(self) -> Path:
        """The folder's path, to show. Files are read through `tree`."""
        return self.root.joinpath(*self.below)

    def tree(self) -> Tree:
        """The folder, to read from.

        Raises:
            SubmissionError: it is gone, or may not be opened.
        """
        try:
            return Tree(self.root, self.below)
        except UnreadableError as error:
            raise SubmissionError(f"{printable(str(self.folder))}: {error}") from error

    def text(self, name: str) -> str | None:
        """A text that was asked for, by its path or by its name alone; None if it was not handed in.

        Of a text that is too long to be an answer, this is the beginning.
        """
        # Files that are uploaded one by one lose their folder.
        asked = [name, name.rpartition("/")[2]]
        with self.tree() as tree:
            lookup = Lookup(tree)
            found = next(filter(None, (lookup.resolve(each.split("/"), self.notes) for each in asked)), None)
            if found is None:
                return None
            try:
                content = tree.read(found, MAX_ANSWER_BYTES, cut=True)
            except UnreadableError as error:
                self.notes.leave_out(found, str(error))
                return None
        if len(content) == MAX_ANSWER_BYTES:
            self.notes.say(f"{shown(found)} is long: only its first {MAX_ANSWER_BYTES:,} bytes were read")
        is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # as Windows' editor saves "Unicode"
        return content.decode("utf-16" if is_utf16 else "utf-8", errors="replace")


def find_submission(place: Path, names: Iterable[str], notes: Notes | None = None) -> Submission:
    """The folder at `place`, or just below it, that holds the most of the Python files called `names`.

    Of two that hold as many it is the upper one, and then the one with more of the other files. Where none is
    there, folders one more level down are looked at. Nothing found is no error: then nothing was started.

    Raises:
        SubmissionError: `place` is no folder.
    """
    if not place.is_dir():
        what = "is no folder" if place.exists() else "does not exist"
        raise SubmissionError(
            f"{printable(str(place))} {what}: name the folder that holds the student's files"
        )
    names, notes = list(names), Notes() if notes is None else notes
    with Submission(place).tree() as tree:
        lookup = Lookup(tree)
        modules = [name for name in names if name.endswith(".py")]

        def worth(folder: tuple[str, ...]) -> tuple[int, bool, int]:
            n_modules = lookup.held(folder, modules)
            return n_modules, not folder and n_modules > 0, lookup.held(folder, names)

        near = [(), *lookup.folders(())]
        best = max(near, key=worth)
        if not lookup.held(best, names):
            near = [(), *lookup.folders((), environments=True)]
            best = max(near, key=worth)
        if others := [folder for folder in near if folder != best and lookup.held(folder, names)]:
            notes.say(
                f"all files were taken from one place, {_where(best)}; those {_where(others[0])} were not"
            )
        if not lookup.held(best, names):
            lower = (each for folder in near[1:] for each in lookup.folders(folder))
            best = max([(), *islice(lower, MAX_FOLDERS)], key=worth)
            if best:
                notes.say(f"the files were found in the folder {shown(best)}")
            elif not lookup.held(best, names):
                notes.say(_nothing_found([name for name, _ in lookup.entries(())]))
    return Submission(place, best, tuple(modules), notes)


def _where(folder: tuple[str, ...]) -> str:
    return f"in the folder {shown(folder)}" if folder else "at the top of what was handed in"


def _nothing_found(names: list[str]) -> str:
    what = f"; what was handed in holds {', '.join(map(shown, names[:5]))}" if names else ""
    return f"none of the files that are asked for was found{what}{' and more' if len(names) > 5 else ''}"
