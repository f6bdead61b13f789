"""Look up files by the requested names, or by names that are nearly the same."""

from collections.abc import Sequence
from itertools import islice

from autograder.messages import students
from autograder.submissions.names import alike, is_theirs, shown
from autograder.submissions.notes import Notes
from autograder.submissions.reasons import Reason
from autograder.submissions.tree import Kind, Tree, UnreadableError

MAX_ENTRIES = 2_000
"""Entries of one folder that are compared if a file is not there under its own name."""
MAX_FOLDERS = 100
MARK_OF_VENV = "pyvenv.cfg"


class Lookup:
    """Cached listings of a tree, because each folder is asked for many names."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._listed: dict[tuple[str, ...], list[tuple[str, Kind]]] = {}
        self._by_likeness: dict[tuple[str, ...], dict[str, list[tuple[str, Kind]]]] = {}

    def resolve(self, parts: Sequence[str], notes: Notes | None = None) -> tuple[str, ...] | None:
        """Return the path of a requested regular file, by its own name or by one that is nearly the same.

        Case-insensitive systems find `Sampling.py` as `sampling.py`, so the student's own tests passed there.
        If two names are nearly the same, neither is used.
        """
        found: tuple[str, ...] = ()
        for place, part in enumerate(parts):
            asked = Kind.FILE if place == len(parts) - 1 else Kind.FOLDER
            kind = self._tree.kind((*found, part))
            if kind is asked:
                found += (part,)
                continue
            if notes and asked is Kind.FILE and kind is not Kind.MISSING:
                notes.skip((*found, part), Reason.NOT_REGULAR)
            nearly = [name for name, kind in self._like(found, part) if kind is asked]
            if notes and len(nearly) > 1:
                notes.say(students.files.ambiguous(shown(part), [shown(name) for name in nearly[:3]]))
            if len(nearly) != 1:
                return None
            found += (nearly[0],)
        if notes and found != tuple(parts):
            notes.say(students.files.used_as(shown(found), shown(parts)))
        return found

    def held(self, folder: tuple[str, ...], names: Sequence[str]) -> int:
        """Return how many of the named files a folder holds."""
        return sum(self.resolve((*folder, *name.split("/"))) is not None for name in names)

    def folders(self, folder: tuple[str, ...], *, environments: bool = False) -> list[tuple[str, ...]]:
        """Return the direct subfolders that may hold a student's work, sorted by name.

        Args:
            folder: the folder to look in.
            environments: include virtual environments, because some students create one around their work.
        """
        below = [(*folder, name) for name, kind in self.entries(folder) if kind is Kind.FOLDER][:MAX_FOLDERS]
        return [
            each
            for each in below
            if may_hold_work(self._tree, each) or (environments and is_theirs(each[-1]))
        ]

    def _like(self, folder: tuple[str, ...], name: str) -> list[tuple[str, Kind]]:
        if folder not in self._by_likeness:
            self._by_likeness[folder] = {}
            for each, kind in self.entries(folder):
                self._by_likeness[folder].setdefault(alike(each), []).append((each, kind))
        return self._by_likeness[folder].get(alike(name), [])

    def entries(self, folder: tuple[str, ...]) -> list[tuple[str, Kind]]:
        """Return a folder's entries, sorted by name; none if it cannot be opened."""
        if folder not in self._listed:
            try:
                self._listed[folder] = sorted(
                    islice(self._tree.entries(folder), MAX_ENTRIES), key=lambda entry: entry[0]
                )
            except UnreadableError:
                self._listed[folder] = []
        return self._listed[folder]


def may_hold_work(tree: Tree, folder: tuple[str, ...]) -> bool:
    """Return whether a folder may hold the student's own files: not a copy and not a virtual environment."""
    return is_theirs(folder[-1]) and tree.kind((*folder, MARK_OF_VENV)) is Kind.MISSING
