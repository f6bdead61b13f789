"""A frame is checked before it is used: its magic, its lengths, and a header of plain JSON."""

import io
import json
import sys
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.frames import (
    MAGIC,
    MAX_CONTAINERS,
    MAX_HEADER,
    MAX_PAYLOAD,
    START,
    ProtocolError,
    parse_header,
    receive_frame,
    send_frame,
)


class Wire:
    """Keep the sent bytes and return them, and count how many were read."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.asked = 0

    def sendall(self, data: bytes, /) -> None:
        self.data += data

    def read(self, n_bytes: int) -> bytes:
        self.asked += n_bytes
        piece, self.data = self.data[:n_bytes], self.data[n_bytes:]
        assert len(piece) == n_bytes, "asked for more than there is"
        return piece


def frame(text: bytes, payload: bytes = b"") -> bytes:
    return START.pack(MAGIC, len(text), len(payload)) + text + payload


def test_a_frame_comes_back_as_it_was_sent() -> None:
    wire = Wire()
    send_frame(wire, {"a": [1, "é\ud800", None]}, [b"12", b"", b"3"])
    send_frame(wire, {})
    assert receive_frame(wire.read) == ({"a": [1, "é\ud800", None]}, b"123")
    assert receive_frame(wire.read) == ({}, b"")
    assert wire.data == b""


@pytest.mark.parametrize(
    "start",
    [
        START.pack(b"HTTP", 2, 0),
        START.pack(MAGIC, MAX_HEADER + 1, 0),
        START.pack(MAGIC, 2, MAX_PAYLOAD + 1),
        START.pack(MAGIC, 2**32 - 1, 2**64 - 1),
        b"\0" * START.size,
        b"\xff" * START.size,
    ],
)
def test_a_bad_start_is_refused_before_anything_is_read(start: bytes) -> None:
    wire = Wire(start)
    with pytest.raises(ProtocolError):
        receive_frame(wire.read)
    assert wire.asked == START.size


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"null",
        b'"value"',
        b'{"value": NaN}',
        b'{"value": -Infinity}',
        b'{"value": 1.5}',
        b'{"value": 1e999}',
        b'{"value": ' + b"9" * 100_000 + b"}",
        b'{"value": 9007199254740992}',
        b'{"value": -9007199254740992}',
        b'{"value": -0}',
        b'{"value": 1, "value": 1}',
        b'{"value": {"t": [], "t": []}}',
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        '{"a": 1}'.encode("utf-32-be"),
        b'{"a": "\xed\xa0\x80"}',
        b'{"a": "\n"}',
        b'{"value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[" * 1000,
        b'{"a": 1} {}',
        b'{"a": 1}\0',
        b"\xff\xfe{",
        b'{"a": "\xff"}',
        b"{'a': 1}",
    ],
    ids=lambda text: repr(text[:24]),
)
def test_a_header_that_is_not_a_plain_json_object_is_refused(text: bytes) -> None:
    began = time.process_time()
    with pytest.raises(ProtocolError):
        receive_frame(Wire(frame(text)).read)
    assert time.process_time() - began < 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_header_or_refused(text: bytes) -> None:
    try:
        header = parse_header(text)
    except ProtocolError:
        return
    assert json.loads(text) == header


@pytest.mark.parametrize(
    ("header", "buffers"),
    [({"a": "x" * MAX_HEADER}, []), ({}, [bytes(MAX_PAYLOAD // 2)] * 3)],
    ids=["header", "payload"],
)
def test_a_frame_that_the_peer_would_refuse_is_not_sent(header: dict[str, Any], buffers: list[bytes]) -> None:
    wire = Wire()
    with pytest.raises(ProtocolError, match="too large"):
        send_frame(wire, header, buffers)
    assert wire.data == b""


def test_the_largest_bare_ints() -> None:
    numbers = [2**53 - 1, -(2**53) + 1, 0]
    assert parse_header(json.dumps({"a": numbers}).encode()) == {"a": numbers}


@pytest.mark.parametrize(
    ("value", "is_taken"),
    [
        ([[]] * (MAX_CONTAINERS - 2), True),
        ([[]] * (MAX_CONTAINERS - 1), False),
        ([{}] * (MAX_CONTAINERS - 1), False),
        ("[{" * MAX_CONTAINERS, True),
        (['"[', '\\"[', "\\[{"] * (MAX_CONTAINERS // 4), True),
        (['"[', [], {}, []] * (MAX_CONTAINERS // 3 + 1), False),
    ],
    ids=["most", "one more", "objects", "in a text", "among escapes", "among escapes, too many"],
)
def test_the_number_of_containers_in_a_header_is_limited(value: Any, is_taken: bool) -> None:
    """In both directions: a sender knows that the peer would refuse the frame, and sends another."""
    wire, text = Wire(), json.dumps({"a": value}, separators=(",", ":")).encode()
    assert len(text) < MAX_HEADER
    if is_taken:
        assert parse_header(text) == {"a": value}
        send_frame(wire, {"a": value})
        return
    with pytest.raises(ProtocolError, match="too many containers"):
        parse_header(text)
    with pytest.raises(ProtocolError, match="too many containers"):
        send_frame(wire, {"a": value})
    assert wire.data == b""


def test_a_long_int_is_refused_whatever_python_itself_allows() -> None:
    """Python's own limit on digits can be lifted, and parsing takes quadratic time."""
    allowed = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        began = time.process_time()
        with pytest.raises(ProtocolError, match="bare number 999"):
            parse_header(b'{"value": ' + b"9" * 1_000_000 + b"}")
        assert time.process_time() - began < 1
    finally:
        sys.set_int_max_str_digits(allowed)


def test_a_float_in_a_header_is_the_senders_mistake() -> None:
    with pytest.raises(ValueError, match="JSON"):
        send_frame(Wire(), {"a": float("nan")})


def test_an_error_of_the_reader_is_passed_on() -> None:
    def closed(_n_bytes: int) -> bytes:
        raise EOFError

    with pytest.raises(EOFError):
        receive_frame(closed)
    whole = frame(b"{}", b"12")
    assert receive_frame(io.BytesIO(whole).read) == ({}, b"12")
