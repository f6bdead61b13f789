"""Private folders (mode 0700, such as root's home) on the way to something that a worker must read.

A worker is another user, and cannot pass through them. With mounts of its own, an empty folder covers each
private one. Only the places that the worker needs come back, read-only and at their own paths.
"""

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.sandbox.inside.layers.namespaces import (
    MS_BIND,
    MS_NODEV,
    MS_NOSUID,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
)
from autograder.sandbox.inside.layers.system import LayerError, check, libc

MAX_LINKS = 40
"""The kernel's own limit for one path."""


@dataclass
class Routes:
    """All folders and symbolic links that lead to some places, by their real paths."""

    folders: dict[str, bool] = field(default_factory=dict)
    """Whether other users can pass through a folder, or read a place."""
    links: dict[str, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    @classmethod
    def to(cls, places: Iterable[str]) -> "Routes":
        """Follow each path as the kernel does: a literal path must work too, not only its target.

        Raises:
            OSError: a path does not exist.
        """
        routes = cls()
        for place in places:
            routes._follow(place)
        return routes

    @property
    def closed(self) -> list[str]:
        """Folders that keep other users from a place, outermost first."""
        return sorted(folder for folder, is_open in self.folders.items() if not is_open)

    def _follow(self, place: str) -> None:
        here, rest, n_links = "/", _parts(place), 0
        self._note("/", os.lstat("/").st_mode)
        while rest:
            name = rest.pop()
            if name == "..":
                here = here.rpartition("/")[0] or "/"
                continue
            entry = f"{here.rstrip('/')}/{name}"
            mode = os.lstat(entry).st_mode
            if not stat.S_ISLNK(mode):
                self._note(entry, mode)
                here = entry
                continue
            n_links += 1
            if n_links > MAX_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), place)
            target = self.links[entry] = str(Path(entry).readlink())
            rest += _parts(target)
            if target.startswith("/"):
                here = "/"
        # A place is read, not only passed through.
        self.folders[here] = self.folders[here] and bool(os.lstat(here).st_mode & stat.S_IROTH)
        self.places.add(here)

    def _note(self, folder: str, mode: int) -> None:
        self.folders.setdefault(folder, bool(mode & stat.S_IXOTH))


def _parts(path: str) -> list[str]:
    """A path's names, the last one first."""
    return [part for part in reversed(path.split("/")) if part not in ("", ".")]


def require_open(places: Iterable[str]) -> None:
    """Check that other users can read all `places`.

    Raises:
        LayerError: a private folder is in the way.
        OSError: a path does not exist.
    """
    for place in places:
        if closed := Routes.to([place]).closed:
            raise LayerError(
                f"workers are another user, and {closed[0]} keeps other users from {place}: "
                "use a Python and a TMPDIR that all users can read"
            )


def show(places: Iterable[str]) -> None:
    """Make `places` readable at their own paths, and hide all else in the private folders above them.

    Called in a mount namespace of this process's own, as root.

    Raises:
        LayerError: the kernel refuses, or a place itself is private.
        OSError: a path does not exist.
    """
    routes = Routes.to(places)
    if not routes.closed:
        return
    if private := routes.places.intersection(routes.closed):
        raise LayerError(f"{min(private)} is private: other users cannot read it")
    # All are opened before anything is covered: one place may lie in a folder that another one's cover hides.
    opened = {place: os.open(place, os.O_PATH | os.O_CLOEXEC) for place in routes.places}
    umask = os.umask(0o022)  # folders that are made on the way are for all users
    try:
        # Parents first: only then is a private folder in a place seen, and covered.
        for path in sorted({*routes.closed, *routes.links, *opened}, key=lambda path: path.split("/")):
            if path in opened:
                _show_place(path, opened[path])
            elif path in routes.links:
                _show_link(path, routes.links[path])
            else:
                _cover(path)
    finally:
        os.umask(umask)
        for descriptor in opened.values():
            os.close(descriptor)


def _cover(folder: str) -> None:
    with suppress(FileNotFoundError):  # an outer private folder was covered, and this one with it
        if not Path(folder).stat().st_mode & stat.S_IXOTH:
            target, options = os.fsencode(folder), b"mode=0755,size=1m"
            covered = libc.mount(b"tmpfs", target, b"tmpfs", MS_NOSUID | MS_NODEV, options)
            check(covered, f"tmpfs on {folder}")


def _show_link(path: str, target: str) -> None:
    if not os.path.lexists(path):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).symlink_to(target)


def _show_place(path: str, descriptor: int) -> None:
    with suppress(FileNotFoundError):
        if os.path.samestat(Path(path).stat(), os.fstat(descriptor)):
            return  # nothing covers it, or it came with a place that it lies in
    Path(path).mkdir(parents=True, exist_ok=True)
    target = os.fsencode(path)
    bound = libc.mount(f"/proc/self/fd/{descriptor}".encode(), target, None, MS_BIND | MS_REC, None)
    check(bound, f"bind of {path}")
    flags = MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV
    check(libc.mount(None, target, None, flags, None), f"read-only bind of {path}")
