"""A submission's folder, read through file descriptors.

Each path is walked from the top, component by component, and no component may be a link. So a folder cannot
be swapped for a link between check and use. Only regular files are opened; if a file becomes something else
meanwhile, opening it does not block, and its type is checked again.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from types import TracebackType

from autograder.messages import students
from autograder.submissions.reasons import Reason


class Kind(Enum):
    """The type of a directory entry."""

    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    OTHER = auto()
    """A pipe, a socket, a device."""
    MISSING = auto()


class UnreadableError(Exception):
    """A file or folder that cannot be read.

    Args:
        reason: why.
        detail: the limit or the system's error that belongs to the reason.
    """

    def __init__(self, reason: Reason, detail: int | str = "") -> None:
        super().__init__(students.skipped.why(reason.value, detail))
        self.reason = reason
        self.detail = detail


class Tree:
    """A submission's folder with everything below it.

    Args:
        root: a folder. It may be a link, because the person who runs the grader named it.
        below: folders below `root`; the last one is the top of this tree.

    Raises:
        UnreadableError: it is not a folder, or cannot be opened.
    """

    def __init__(self, root: Path, below: Sequence[str] = ()) -> None:
        try:
            self._top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise UnreadableError(Reason.CANNOT_OPEN, str(error.strerror)) from error
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
        """Return the type of a path; links are not followed."""
        try:
            with self._folder(parts[:-1]) as folder:
                mode = os.stat(parts[-1], dir_fd=folder, follow_symlinks=False).st_mode
        except (UnreadableError, OSError):
            return Kind.MISSING
        kinds = {stat.S_IFREG: Kind.FILE, stat.S_IFDIR: Kind.FOLDER, stat.S_IFLNK: Kind.LINK}
        return kinds.get(stat.S_IFMT(mode), Kind.OTHER)

    def size(self, parts: Sequence[str]) -> int:
        """Return the size of a regular file; 0 if there is none."""
        try:
            with self._folder(parts[:-1]) as folder:
                return os.stat(parts[-1], dir_fd=folder, follow_symlinks=False).st_size
        except (UnreadableError, OSError):
            return 0

    def entries(self, parts: Sequence[str] = ()) -> Iterator[tuple[str, Kind]]:
        """Iterate over a folder's entries, unsorted and lazily, because there may be millions.

        Raises:
            UnreadableError: it is not a folder, or cannot be opened.
        """
        with self._folder(parts) as folder:
            try:
                with os.scandir(folder) as found:
                    for each in found:
                        yield each.name, _kind_of(each)
            except OSError as error:
                raise UnreadableError(Reason.CANNOT_READ, str(error.strerror)) from error

    def read(self, parts: Sequence[str], max_bytes: int, *, cut: bool = False) -> bytes:
        """Return the content of a regular file.

        Args:
            parts: its path.
            max_bytes: the largest size to read.
            cut: return the first `max_bytes` bytes of a larger file.

        Raises:
            UnreadableError: it is larger, is not a regular file, or cannot be read.
        """
        try:
            with (
                self.open(parts, None if cut else max_bytes) as descriptor,
                os.fdopen(descriptor, "rb", closefd=False) as file,
            ):
                content = file.read(max_bytes + 1)
        except OSError as error:
            raise UnreadableError(Reason.CANNOT_READ, str(error.strerror)) from error
        if len(content) > max_bytes and not cut:  # the file has grown
            raise UnreadableError(Reason.TOO_LARGE, max_bytes)
        return content[:max_bytes]

    @contextmanager
    def open(self, parts: Sequence[str], max_bytes: int | None = None) -> Iterator[int]:
        """Open a regular file for reading, and yield its descriptor.

        Args:
            parts: its path.
            max_bytes: the largest size to open; any by default.

        Raises:
            UnreadableError: it is larger, is not a regular file, or cannot be opened.
        """
        # Opening a device can have effects, so the type is checked before and after opening.
        if self.kind(parts) is not Kind.FILE:
            raise UnreadableError(Reason.NOT_REGULAR)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            with self._folder(parts[:-1]) as folder:
                descriptor = os.open(parts[-1], flags, dir_fd=folder)
        except OSError as error:
            raise UnreadableError(Reason.CANNOT_READ, str(error.strerror)) from error
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableError(Reason.NOT_REGULAR)
            if max_bytes is not None and found.st_size > max_bytes:
                raise UnreadableError(Reason.TOO_LARGE, max_bytes)
            yield descriptor
        finally:
            os.close(descriptor)

    @contextmanager
    def _folder(self, parts: Sequence[str]) -> Iterator[int]:
        # Opened again, not duplicated: duplicates share their position in the directory listing.
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
        raise UnreadableError(Reason.CANNOT_OPEN, str(error.strerror)) from error


def _kind_of(entry: "os.DirEntry[str]") -> Kind:
    if entry.is_symlink():
        return Kind.LINK
    if entry.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    return Kind.FILE if entry.is_file(follow_symlinks=False) else Kind.OTHER
