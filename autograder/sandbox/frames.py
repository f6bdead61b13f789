"""Frames on the wire: a fixed start, a JSON header, and raw buffers that tile the payload.

Both sides use this file. It trusts nothing that it reads: lengths are checked before anything is
allocated, and whatever is wrong raises ProtocolError and nothing else.
"""

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Protocol

MAGIC = b"LLMA"
START = struct.Struct("!4sIQ")
MAX_HEADER = 1 << 20
MAX_PAYLOAD = 1 << 24  # what judging a value takes is several times its size, and the grader's share is small
MAX_CONTAINERS = 1 << 17  # objects and arrays of a header: a byte or two of it make eighty in memory
MAX_DEPTH = 32
MAX_TENSORS = 256
MAX_DIMENSIONS = 8
MAX_PAIRS = 4096  # of all dicts: keys that share one hash cost the square of their number
MAX_HEX_DIGITS = 3000  # of an int: so many Python still prints in decimal
MAX_INT_DIGITS = 17  # of a bare int, with its sign
MAX_NAME = 200  # characters of a type's, a record's or a field's name
SAFE_INT = 1 << 53  # ints from here on go in hex, as any reader of JSON would round them
TOO_LARGE = "value too large to check"
"""The type's name in place of a returned value that goes beyond one of these limits."""


class ProtocolError(Exception):
    """The other side sent what no frame is."""


class Connection(Protocol):
    """What frames are sent over: a connected stream socket."""

    def sendall(self, data: bytes, /) -> None:
        """Sends all of `data`."""


def send_frame(connection: Connection, header: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
    """Sends one frame.

    Raises:
        ProtocolError: the frame is larger than the other side would take.
    """
    text = _ENCODER.encode(header).encode()
    size = sum(len(buffer) for buffer in buffers)
    if len(text) > MAX_HEADER or size > MAX_PAYLOAD:
        raise ProtocolError(f"a frame of {len(text)} + {size} bytes is too large")
    _check_containers(text)
    connection.sendall(START.pack(MAGIC, len(text), size) + text + b"".join(buffers))


def receive_frame(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Reads one frame's header and payload.

    Args:
        read: gives exactly so many bytes, or raises.

    Raises:
        ProtocolError: what comes is no frame.
    """
    magic, header_size, payload_size = START.unpack(read(START.size))
    if magic != MAGIC:
        raise ProtocolError("a frame begins with something else than its magic")
    if header_size > MAX_HEADER or payload_size > MAX_PAYLOAD:
        raise ProtocolError(f"a frame of {header_size} + {payload_size} bytes is too large")
    header = parse_header(read(header_size))
    return header, read(payload_size)


def parse_header(data: bytes) -> dict[str, Any]:
    """The header's JSON: an object in UTF-8, without floats, NaN, large ints or a key that comes twice.

    Raises:
        ProtocolError: it is anything else, or nested too deeply, or has too many parts.
    """
    _check_containers(data)
    try:
        header = _DECODER.decode(data.decode())
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"a header that cannot be read: {type(error).__name__}") from error
    if not isinstance(header, dict):
        raise ProtocolError("a header that is no object")
    return header


def _check_containers(text: bytes) -> None:
    # Brackets within strings are no containers. They are looked for only where there are many: what stands
    # outside of strings is every other piece between quotes, once the escaped ones are gone.
    if text.count(b"[") + text.count(b"{") > MAX_CONTAINERS:
        outside = text.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
        if sum(piece.count(b"[") + piece.count(b"{") for piece in outside) > MAX_CONTAINERS:
            raise ProtocolError("a header of too many parts")


def _refuse(text: str) -> NoReturn:
    raise ProtocolError(f"a header with the bare number {text[:20]}")


def _small_int(text: str) -> int:
    # By its length first: Python's own limit on digits can be lifted by the environment.
    if len(text) > MAX_INT_DIGITS or text == "-0" or not -SAFE_INT < (number := int(text)) < SAFE_INT:
        _refuse(text)
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ProtocolError("a header with a key that comes twice")
    return found


# Made once: a submission is some hundreds of frames.
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(
    parse_float=_refuse, parse_constant=_refuse, parse_int=_small_int, object_pairs_hook=_object
)
