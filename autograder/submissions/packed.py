"""Tell archives by their first bytes, and decompress them in bounded memory."""

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import IO, Any, Protocol

MAX_LZMA_BYTES = 96 * 2**20
"""Memory for one LZMA stream: the largest preset takes 65 MiB."""
PIECE = 1 << 16
LOCAL_HEADER_BYTES = 30
HAS_END_MARK = 0x2
END_BYTES = 22 + 0xFFFF
"""The longest end record of a zip, with its comment."""
TAR_MAGIC = slice(257, 262)


class Form(Enum):
    """What a file is. `messages.students.archives.CLOSED` holds words for those that are not opened."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    ZSTD = "zstd"
    OTHER = "other"


MAGIC = {
    b"PK\3\4": Form.ZIP,
    b"PK\5\6": Form.ZIP,
    b"PK\7\10": Form.ZIP,
    b"\x1f\x8b": Form.GZIP,
    b"BZh": Form.BZIP2,
    b"\xfd7zXZ\0": Form.XZ,
    b"Rar!\x1a\7": Form.RAR,
    b"7z\xbc\xaf\x27\x1c": Form.SEVEN_ZIP,
    b"\x28\xb5\x2f\xfd": Form.ZSTD,
}
TARS = {Form.TAR, Form.GZIP, Form.BZIP2, Form.XZ}
CLOSED = {Form.RAR, Form.SEVEN_ZIP, Form.ZSTD}


def form_of_archive(head: bytes) -> Form:
    """Return what kind of archive a file is, by its first 512 bytes."""
    found = next((form for magic, form in MAGIC.items() if head.startswith(magic)), Form.OTHER)
    return Form.TAR if found is Form.OTHER and head[TAR_MAGIC] == b"ustar" else found


def is_part_of_zip(file: IO[bytes]) -> bool:
    """Return whether a file is the last part of a zip that was split, by the record at its end."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - END_BYTES))
    _, found, record = file.read(END_BYTES).rpartition(b"PK\5\6")
    return bool(found) and record[:2] not in (b"\0\0", b"\xff\xff")


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib's decompressor with the interface of the others."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


def _decompressor(form: Form) -> _Decompressor:
    if form is Form.GZIP:
        return _Zlib()
    if form is Form.BZIP2:
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_LZMA_BYTES)


def decompressed(file: IO[bytes], form: Form) -> Iterator[bytes]:
    """Iterate over the content of a compressed file, or a plain one, in small pieces.

    Raises:
        OSError, EOFError, zlib.error, lzma.LZMAError: it is broken, or takes too much memory.
    """
    if form is Form.TAR:
        while data := file.read(PIECE):
            yield data
        return
    data = file.read(PIECE)
    while data:  # a file may hold several streams, one after another
        one = _decompressor(form)
        while not one.eof:
            if one.needs_input and not data:
                raise EOFError("the archive ends in the middle")
            piece = one.decompress(data if one.needs_input else b"", PIECE)
            data = b"" if not one.needs_input else file.read(PIECE)
            if piece:
                yield piece
        data = one.unused_data or file.read(PIECE)
        if not any(data):  # padding
            return


def entry_of_method(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Iterate over an entry that is packed with bzip2 or LZMA: `zipfile` unpacks those without a limit.

    Raises:
        OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile: it is broken, or takes too much memory.
    """
    file.seek(entry.header_offset)
    name_bytes, extra_bytes = struct.unpack("<HH", file.read(LOCAL_HEADER_BYTES)[26:30])
    file.seek(name_bytes + extra_bytes, io.SEEK_CUR)
    left = entry.compress_size
    one: Any
    data = b""
    if entry.compress_type == zipfile.ZIP_BZIP2:
        one = bz2.BZ2Decompressor()
    else:
        _, length = struct.unpack("<HH", file.read(4))
        if length != 5:
            raise zipfile.BadZipFile("a malformed LZMA header")
        size = 2**64 - 1 if entry.flag_bits & HAS_END_MARK else entry.file_size
        data, left = file.read(length) + struct.pack("<Q", size), left - 4 - length
        one = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=MAX_LZMA_BYTES)
    crc = 0
    while not one.eof:
        if one.needs_input and not data:
            data = file.read(min(left, PIECE))
            left -= len(data)
            if not data:
                raise EOFError("an entry ends in the middle")
        piece = one.decompress(data if one.needs_input else b"", PIECE)
        data = b""
        crc = zlib.crc32(piece, crc)
        yield piece
    if crc != entry.CRC:
        raise zipfile.BadZipFile(f"bad CRC-32 for {entry.filename!r}")
