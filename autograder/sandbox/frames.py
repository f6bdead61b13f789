"""Frames on the wire: a fixed start, a JSON header, and raw buffers that tile the payload.

Both sides use this file. It trusts nothing that it reads: lengths are checked before anything is allocated,
and a malformed frame raises ProtocolError and nothing else.
"""

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Protocol

MAGIC = b"LLMA"
START = struct.Struct("!4sIQ")
MAX_HEADER = 1 << 20
MAX_PAYLOAD = 1 << 24  # judging a value takes several times its size, and the grader has little memory
MAX_CONTAINERS = 1 << 17  # objects and arrays of a header: each byte or two becomes eighty in memory
MAX_DEPTH = 32
MAX_TENSORS = 256
MAX_DIMENSIONS = 8
MAX_PAIRS = 4096  # of all dicts: keys with equal hashes take quadratic time
MAX_HEX_DIGITS = 3000  # of an int: Python still prints as many in decimal
MAX_INT_DIGITS = 17  # of a bare int, with its sign
MAX_NAME = 200  # characters of a type's, a record's or a field's name
SAFE_INT = 1 << 53  # larger ints go in hex, because JSON readers may round them
TOO_LARGE = "value too large to check"
"""The type's name that stands for a returned value over one of these limits."""


class ProtocolError(Exception):
    """The peer sent a malformed frame."""


class Connection(Protocol):
    """A connected stream socket."""

    def sendall(self, data: bytes, /) -> None:
        """Send all of `data`."""


def send_frame(connection: Connection, header: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
    """Send one frame.

    Raises:
        ProtocolError: the frame is over the limits, so that the peer would refuse it.
    """
    text = _ENCODER.encode(header).encode()
    size = sum(len(buffer) for buffer in buffers)
    if len(text) > MAX_HEADER or size > MAX_PAYLOAD:
        raise ProtocolError(f"a frame of {len(text)} + {size} bytes is too large")
    _check_containers(text)
    connection.sendall(START.pack(MAGIC, len(text), size) + text + b"".join(buffers))


def receive_frame(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Return one frame's header and payload.

    Args:
        read: returns exactly the given number of bytes, or raises.

    Raises:
        ProtocolError: the frame is malformed.
    """
    magic, header_size, payload_size = START.unpack(read(START.size))
    if magic != MAGIC:
        raise ProtocolError("a frame does not begin with its magic")
    if header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
        raise ProtocolError(f"a frame of {header_size} + {payload_size} bytes is too large")
    header = parse_header(read(header_size))
    return header, read(payload_size)


def parse_header(data: bytes) -> dict[str, Any]:
    """Parse a header: a JSON object in UTF-8, without floats, NaN, large ints or duplicate keys.

    Raises:
        ProtocolError: it is anything else, or nested too deeply, or has too many containers.
    """
    _check_containers(data)
    try:
        header = _DECODER.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"a header cannot be parsed: {type(error).__name__}") from error
    if not isinstance(header, dict):
        raise ProtocolError("a header is not an object")
    return header


def _check_containers(text: bytes) -> None:
    # Brackets in strings do not count. Without escaped quotes, every other piece between quotes is outside of
    # strings; the pieces are made only for a header with many brackets.
    if text.count(b"[") + text.count(b"{") > MAX_CONTAINERS:
        outside = text.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
        if sum(piece.count(b"[") + piece.count(b"{") for piece in outside) > MAX_CONTAINERS:
            raise ProtocolError("a header has too many containers")


def _refuse(text: str) -> NoReturn:
    raise ProtocolError(f"a header has the bare number {text[:20]}")


def _small_int(text: str) -> int:
    # The length first: the environment can lift Python's own limit on digits.
    if len(text) > MAX_INT_DIGITS or text == "-0" or not -SAFE_INT < (number := int(text)) < SAFE_INT:
        _refuse(text)
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProtocolError("a header has a key twice")
    return found


# Made once, because a submission takes hundreds of frames.
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(
    parse_float=_refuse, parse_constant=_refuse, parse_int=_small_int, object_pairs_hook=_object
)
