"""All files of a submission that may matter, found once: wherever the student has put them."""

from collections import deque
from dataclasses import dataclass, field

from autograder.submissions.lookup import MARK_OF_VENV
from autograder.submissions.names import MAX_DEPTH, clean, holds_no_work, is_theirs
from autograder.submissions.tree import Kind, Tree, UnreadableError

MAX_LOOKED_AT = 20_000
MAX_STEPS = 50_000
"""Folders that are entered on the way to those that are searched: a deep one costs as many as it is deep."""
PROVIDED = ("provided",)
"""Holds what the course gives; some students put their own files there."""
OF_ENVIRONMENT = {"bin", "etc", "include", "lib", "lib64", "Lib", "Scripts", "share"}


@dataclass
class Listing:
    """Files by their paths below the root, the nearest to the top first."""

    files: list[tuple[str, ...]] = field(default_factory=list)
    links: list[tuple[str, ...]] = field(default_factory=list)
    """Links, pipes and the like."""
    too_deep: tuple[str, ...] = ()
    """A folder that was not looked at, if there is one."""
    environments: set[tuple[str, ...]] = field(default_factory=set)
    """Folders in which a virtual environment was made. Their own files may still be the student's."""

    def is_theirs(self, parts: tuple[str, ...]) -> bool:
        """Return whether a file lies where students put their work: in no hidden folder or environment."""
        folders = [parts[:depth] for depth in range(1, len(parts))]
        others = {PROVIDED, *self.environments}
        return all(is_theirs(each[-1]) and each not in others for each in folders)


def list_files(tree: Tree) -> Listing:
    """Return the files of a submission, without those that programs have made, within limits."""
    listing = Listing()
    left, steps = MAX_LOOKED_AT, MAX_STEPS
    # Hidden folders last: an editor's history must not use up the limits.
    folders: deque[tuple[str, ...]] = deque([()])
    hidden: deque[tuple[str, ...]] = deque()
    while (folders or hidden) and left > 0 and steps > 0:
        folder = (folders or hidden).popleft()
        steps -= len(folder)
        found: list[tuple[str, Kind]] = []
        try:
            for entry in tree.entries(folder):
                found.append(entry)
                left -= 1
                if left <= 0:
                    break
        except UnreadableError:
            continue
        if folder and any(name == MARK_OF_VENV for name, _ in found):
            listing.environments.add(folder)
        for name, kind in sorted(found, key=lambda entry: entry[0]):
            parts = (*folder, name)
            if clean(parts) is None:
                continue
            if kind is Kind.FOLDER:
                made = holds_no_work(name) or (folder in listing.environments and name in OF_ENVIRONMENT)
                if not made and len(parts) >= MAX_DEPTH:
                    listing.too_deep = listing.too_deep or parts
                elif not made:
                    is_hidden = parts[:1] == PROVIDED or not all(map(is_theirs, parts))
                    (hidden if is_hidden else folders).append(parts)
            elif kind is Kind.FILE and name != MARK_OF_VENV:
                listing.files.append(parts)
            elif kind is not Kind.FILE:
                listing.links.append(parts)
    return listing
