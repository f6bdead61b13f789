"""Looks for files by the names that were asked for, or by names that are nearly so."""

from collections.abc import Sequence
from itertools import islice

from autograder.submissions.names import alike, is_theirs, shown
from autograder.submissions.notes import Notes
from autograder.submissions.tree import Kind, Tree, UnreadableError

MAX_ENTRIES = 2_000
"""Of one folder, that are looked at where a file is not there by its own name."""
MAX_FOLDERS = 100
MARK_OF_VENV = "pyvenv.cfg"


class Lookup:
    """What a tree holds, remembered: folders are asked for many names."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._listed: dict[tuple[str, ...], list[tuple[str, Kind]]] = {}
        self._by_likeness: dict[tuple[str, ...], dict[str, list[tuple[str, Kind]]]] = {}

    def resolve(self, parts: Sequence[str], notes: Notes | None = None) -> tuple[str, ...] | None:
        """The path of a regular file that was asked for: by its own name, or else by one that is nearly so.

        Systems that ignore case take `Pretraining.py` for `pretraining.py`; there the student's own tests
        passed. Where two names are nearly so, neither is taken.
        """
        found: tuple[str, ...] = ()
        for place, part in enumerate(parts):
            asked = Kind.FILE if place == len(parts) - 1 else Kind.FOLDER
            kind = self._tree.kind((*found, part))
            if kind is asked:
                found += (part,)
                continue
            if notes and asked is Kind.FILE and kind is not Kind.MISSING:
                notes.leave_out((*found, part), "it is no regular file")
            nearly = [name for name, kind in self._like(found, part) if kind is asked]
            if notes and len(nearly) > 1:
                notes.say(
                    f"{shown(part)} was not found, and {' and '.join(map(shown, nearly[:3]))} are alike"
                )
            if len(nearly) != 1:
                return None
            found += (nearly[0],)
        if notes and found != tuple(parts):
            notes.say(f"{shown(found)} was taken for {shown(parts)}: please use the name that is asked for")
        return found

    def held(self, folder: tuple[str, ...], names: Sequence[str]) -> int:
        """How many of the files called so a folder holds."""
        return sum(self.resolve((*folder, *name.split("/"))) is not None for name in names)

    def folders(self, folder: tuple[str, ...], *, environments: bool = False) -> list[tuple[str, ...]]:
        """Folders just below one that may hold a student's work, in the order of their names.

        Args:
            environments: those too that are virtual environments: some are made where the work is.
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
        """What is in a folder, by name; nothing where it cannot be opened."""
        if folder not in self._listed:
            try:
                self._listed[folder] = sorted(
                    islice(self._tree.entries(folder), MAX_ENTRIES), key=lambda entry: entry[0]
                )
            except UnreadableError:
                self._listed[folder] = []
        return self._listed[folder]


def may_hold_work(tree: Tree, folder: tuple[str, ...]) -> bool:
    """Whether a folder may have files in it that the student wrote: no copy, no virtual environment."""
    return is_theirs(folder[-1]) and tree.kind((*folder, MARK_OF_VENV)) is Kind.MISSING
