"""Read a tar in one pass, in bounded memory. `tarfile` reads what a header claims, however long it is."""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

BLOCK = tarfile.BLOCKSIZE
MAX_TAR_BYTES = 2**29
"""Of a tar, decompressed, that are looked at."""
MAX_HEADER_BYTES = 1 << 16
"""Of a long name, or of a pax header."""
REGULAR = {tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE}


class NotTarError(tarfile.ReadError):
    """The file does not begin like a tar."""


class TarLimitError(Exception):
    """The tar is longer than is looked at."""


@dataclass(frozen=True)
class Entry:
    """A file or folder in an archive."""

    name: str
    size: int
    is_regular: bool
    is_folder: bool = False
    check: int = 0
    """Differs if the contents of two entries differ."""


class _Reader:
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._buffer, self._n_read = pieces, bytearray(), 0

    def read(self, n_bytes: int) -> bytes:
        """Return `n_bytes`, or fewer at the end."""
        while len(self._buffer) < n_bytes:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._n_read += len(piece)
            if self._n_read > MAX_TAR_BYTES:
                raise TarLimitError
            self._buffer += piece
        data = bytes(self._buffer[:n_bytes])
        del self._buffer[:n_bytes]
        return data

    def content(self, size: int) -> Iterator[bytes]:
        left = size
        while left > 0:
            data = self.read(min(left, 1 << 16))
            if not data:
                raise EOFError("the archive ends in the middle")
            left -= len(data)
            yield data
        self.read(-size % BLOCK)


def entries_of(pieces: Iterator[bytes]) -> Iterator[tuple[Entry, Iterator[bytes]]]:
    """Iterate over a tar's entries, each with its content, which is skipped if it is not read.

    Args:
        pieces: the tar, decompressed.

    Raises:
        NotTarError: it is none.
        tarfile.TarError, EOFError: it is broken.
        TarLimitError: it is longer than `MAX_TAR_BYTES`.
    """
    reader = _Reader(pieces)
    long_name, is_first = "", True
    while True:
        block = reader.read(BLOCK)
        if not any(block):
            return
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError as error:
            raise (NotTarError(str(error)) if is_first else tarfile.ReadError("a broken header")) from error
        is_first = False
        size = max(info.size, 0)
        content = reader.content(size)
        if info.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE) and size <= MAX_HEADER_BYTES:
            held = b"".join(content)
            if info.type == tarfile.GNUTYPE_LONGNAME:
                long_name = held.rstrip(b"\0").decode(errors="replace")
            else:
                long_name = _path_in(held) or long_name
            continue
        is_header = info.type in (tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE)
        if not is_header and info.type != tarfile.GNUTYPE_LONGLINK:
            name, long_name = long_name or info.name, ""
            yield Entry(name, size, info.type in REGULAR, info.isdir()), content
        for _ in content:
            pass


def _path_in(header: bytes) -> str:
    """Return the path of a pax header, or ""; its lines are ``LENGTH path=VALUE``."""
    at, path = 0, ""
    while at < len(header):
        length, _, _ = header[at : at + 20].partition(b" ")
        if not length.isdigit() or int(length) <= 0:
            break
        key, _, value = header[at : at + int(length)].partition(b" ")[2].partition(b"=")
        if key == b"path":
            path = value.rstrip(b"\n").decode(errors="replace")
        at += int(length)
    return path
