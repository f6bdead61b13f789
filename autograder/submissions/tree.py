"""A student's folder, read by descriptors.

Each path is walked from the top, one component after the other, and none may be a link: so none can be
swapped for one between a look and a use. What is no regular file is not opened, and if it has become
something else meanwhile, the opening neither waits nor is believed.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from types import TracebackType


class Kind(Enum):
    """What a name stands for."""

    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    OTHER = auto()
    """A pipe, a socket, a device."""
    MISSING = auto()


class UnreadableError(Exception):
    """A file cannot be read, or not so much of it; the text says why, to its author."""


class TooLargeError(UnreadableError):
    """There is more in a file than was asked for."""


class Tree:
    """A folder, and what is below it.

    Args:
        root: the folder. It may be a link itself: whoever runs the grader has named it.
        below: folders below it; the last of them is the top of this tree.

    Raises:
        UnreadableError: it is no folder, or may not be opened.
    """

    def __init__(self, root: Path, below: Sequence[str] = ()) -> None:
        try:
            self._top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise UnreadableError(f"it cannot be opened: {error.strerror}") from error
        for part in below:
            try:
                lower = _step(self._top, part)
            finally:
                os.close(self._top)
            self._top = lower

    def __enter__(self) -> "Tree":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._top)

    def kind(self, parts: Sequence[str]) -> Kind:
        """What a path stands for; links are links, wherever they lead."""
        try:
            with self._folder(parts[:-1]) as folder:
                mode = os.stat(parts[-1], dir_fd=folder, follow_symlinks=False).st_mode
        except (UnreadableError, OSError):
            return Kind.MISSING
        kinds = {stat.S_IFREG: Kind.FILE, stat.S_IFDIR: Kind.FOLDER, stat.S_IFLNK: Kind.LINK}
        return kinds.get(stat.S_IFMT(mode), Kind.OTHER)

    def entries(self, parts: Sequence[str] = ()) -> Iterator[tuple[str, Kind]]:
        """What is in a folder, in no order, one by one: there may be millions.

        Raises:
            UnreadableError: it is no folder, or may not be opened.
        """
        with self._folder(parts) as folder:
            try:
                with os.scandir(folder) as found:
                    for each in found:
                        yield each.name, _kind_of(each)
            except OSError as error:
                raise UnreadableError(f"it cannot be read: {error.strerror}") from error

    def read(self, parts: Sequence[str], most: int, *, cut: bool = False) -> bytes:
        """The content of a regular file.

        Args:
            parts: its path.
            most: so many bytes.
            cut: give the first `most` bytes of a larger one.

        Raises:
            TooLargeError: it is larger; what is known to be so is not read at all.
            UnreadableError: it is none, or cannot be read.
        """
        # A device may do something when it is opened: a look first, and once more after the opening.
        if self.kind(parts) is not Kind.FILE:
            raise UnreadableError("it is no regular file")
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            with self._folder(parts[:-1]) as folder:
                descriptor = os.open(parts[-1], flags, dir_fd=folder)
            with os.fdopen(descriptor, "rb") as file:
                found = os.fstat(descriptor)
                if not stat.S_ISREG(found.st_mode):
                    raise UnreadableError("it is no regular file")
                if found.st_size > most and not cut:
                    raise TooLargeError(f"it is larger than {most:,} bytes")
                content = file.read(most + 1)
        except OSError as error:
            raise UnreadableError(f"it cannot be read: {error.strerror}") from error
        if len(content) > most and not cut:  # it has grown
            raise TooLargeError(f"it is larger than {most:,} bytes")
        return content[:most]

    @contextmanager
    def _folder(self, parts: Sequence[str]) -> Iterator[int]:
        # Opened anew, not duplicated: two descriptors of one opening share their place in the list of names.
        descriptor = _step(self._top, ".")
        try:
            for part in parts:
                lower = _step(descriptor, part)
                os.close(descriptor)
                descriptor = lower
            yield descriptor
        finally:
            os.close(descriptor)


def _step(folder: int, part: str) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(part, flags, dir_fd=folder)
    except OSError as error:
        raise UnreadableError(f"it cannot be opened: {error.strerror}") from error


def _kind_of(entry: "os.DirEntry[str]") -> Kind:
    if entry.is_symlink():
        return Kind.LINK
    if entry.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.FILE if entry.is_file(follow_symlinks=False) else Kind.OTHER
