"""Whatever a worker sends, the decoder quickly returns a value or raises a ProtocolError."""

import json
import resource
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.compare import difference
from autograder.grading.fingerprints import signature
from autograder.sandbox.codec import Decoder
from autograder.sandbox.frames import (
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_HEX_DIGITS,
    MAX_NAME,
    MAX_PAIRS,
    MAX_PAYLOAD,
    MAX_TENSORS,
    ProtocolError,
    parse_header,
)
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import DTYPE_SIZES, ODD_DICT, Opaque

KINDS = "iftdrToTpkxé_"


def decode(node: Any, payload: bytes = b"") -> Any:
    decoder = Decoder(payload)
    value = decoder.value(node)
    decoder.finish()
    return value


def assert_total(node: Any, payload: bytes) -> None:
    try:
        value = decode(node, payload)
    except ProtocolError:
        return
    assert repr(value)  # an accepted value can be printed, huge integers too


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.sampled_from(["0x1f", "-0xff", "nan", "inf", "0x1p9999", "0x1.8p+1", "1_0", "\ud800", *DTYPE_SIZES])
)
json_like = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2) | st.sampled_from(KINDS), inner)
    ),
    max_leaves=10,
)
sizes = st.integers(-1, 4) | st.sampled_from([True, "2", 2**31, 2**52, 2**53, 2**63, 2**64])
nearly_tensors = st.tuples(
    st.sampled_from([*DTYPE_SIZES, "complex64", "object", ""]), st.lists(sizes, max_size=10)
).map(lambda pair: {"T": list(pair)})
# Mostly well-formed: the content that belongs to a kind, or anything.
nearly_right = st.recursive(
    scalars | nearly_tensors,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.builds(lambda kind, content: {kind: content}, st.sampled_from(KINDS), inner),
        st.lists(inner, max_size=3).map(lambda each: {"t": each}),
        st.lists(st.tuples(inner, inner).map(list), max_size=3).map(lambda pairs: {"d": pairs}),
        st.lists(st.tuples(st.text(max_size=2), inner).map(list), max_size=2).map(lambda f: {"r": ["R", f]}),
        inner.map(lambda held: {"o": ["numpy.int64", held]}),
    ),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(json_like, st.binary(max_size=40))
def test_any_json_is_a_value_or_refused(node: Any, payload: bytes) -> None:
    assert_total(node, payload)


@settings(max_examples=400, deadline=None)
@given(nearly_right, st.binary(max_size=40))
def test_what_is_nearly_right_is_a_value_or_refused(node: Any, payload: bytes) -> None:
    assert_total(node, payload)


@settings(max_examples=200, deadline=None)
@given(nearly_right, st.data())
def test_a_header_with_changed_bytes_is_read_or_refused(node: Any, data: st.DataObject) -> None:
    text = bytearray(json.dumps({"value": node}).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    try:
        header = parse_header(bytes(text))
    except ProtocolError:
        return
    assert_total(header.get("value"), b"")


def nested(depth: int) -> Any:
    node: Any = 0
    for _ in range(depth):
        node = [node]
    return node


@pytest.mark.parametrize(
    ("node", "payload"),
    [
        ({}, b""),
        ({"t": [], "d": []}, b""),
        ({"x": 1}, b""),
        ({"value": 1}, b""),
        ({"i": "0x" + "f" * MAX_HEX_DIGITS}, b""),
        ({"i": 3}, b""),
        ({"i": "five"}, b""),
        (2**53, b""),
        ({"i": "0x1"}, b""),  # each value has only its canonical form
        ({"i": "0X20000000000001"}, b""),
        ({"i": " 0x20000000000001"}, b""),
        ({"i": "0x2000_0000000001"}, b""),
        ({"f": "1.5"}, b""),
        ({"f": "-nan"}, b""),
        ({"f": "0x1.80p+0"}, b""),
        ({"f": "0x1.8p+0" + " " * 100_000}, b""),
        ({"f": "\ud800"}, b""),
        ({"f": 1}, b""),
        ({"f": "0x1p99999"}, b""),
        ({"t": 3}, b""),
        ({"d": [[1, 2, 3]]}, b""),
        ({"d": [[number, 0] for number in range(MAX_PAIRS + 1)]}, b""),
        ({"r": ["R", [[1, 2]]]}, b""),
        ({"r": ["R", [["a", 1], ["a", 2]]]}, b""),
        ({"r": ["R" * (MAX_NAME + 1), []]}, b""),
        ({"r": ["R", [["a" * (MAX_NAME + 1), 1]]]}, b""),
        ({"o": [1, None]}, b""),
        ({"o": ["x" * (MAX_NAME + 1), None]}, b""),
        ({"o": ["x", "text"]}, b""),
        ({"o": ["x", [1]]}, b""),
        ({"p": ["ByteTokenizer", {"d": []}]}, b""),  # kinds that only the grader sends
        ({"k": 0}, b""),
        (nested(MAX_DEPTH + 1), b""),
        ({"T": ["float32", [2]]}, b"\0" * 7),
        ({"T": ["float32", [2]]}, b"\0" * 9),
        ({"T": ["float32", [-1]]}, b""),
        ({"T": ["float32", [True]]}, b"\0" * 4),
        ({"T": ["float32", [2**53]]}, b""),
        ({"T": ["float32", [2**52, 2**52, 0]]}, b""),
        ({"T": ["int8", [0, 2**53 - 1, 2]]}, b""),
        ({"T": ["int8", [0, MAX_PAYLOAD + 1]]}, b""),
        ({"T": ["float64", [MAX_PAYLOAD // 8, 0, 2]]}, b""),
        ({"T": ["float32", [1] * (MAX_DIMENSIONS + 1)]}, b"\0" * 4),
        ({"T": ["complex64", [1]]}, b"\0" * 8),
        ({"T": [["float32"], [1]]}, b"\0" * 4),
        ({"T": ["bool", [1]]}, b"\2"),
        ([{"T": ["bool", [0]]}] * (MAX_TENSORS + 1), b""),
        (1, b"\0"),
    ],
    ids=lambda part: str(part)[:30],
)
def test_refused(node: Any, payload: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(node, payload)


def test_tensors_tile_the_payload_in_order() -> None:
    node = [{"T": ["int16", [2]]}, {"T": ["bool", [1]]}]
    first, second = decode(node, b"\1\0\2\0\1")
    assert first.array.tolist() == [1, 2]
    assert second.array.tolist() == [True]


@pytest.mark.parametrize(
    "pairs",
    [
        [[[], 1]],
        [[{"d": []}, 1]],
        [[{"r": ["R", []]}, 1]],
        [[{"o": ["student.Key", 1]}, 1]],
        [[{"T": ["bool", [0]]}, 1]],
        [[{"t": [1, {"t": [[]]}]}, 1]],
        [["a", 1], ["a", 1]],
        [[1, "a"], [True, "b"]],
        [[0, "a"], [{"f": "-0x0.0p+0"}, "b"]],
    ],
    ids=lambda pairs: str(pairs)[:40],
)
def test_a_dict_with_other_keys_is_reported(pairs: Any) -> None:
    """An honest worker can send one: an Enum or a tensor may be a key, but cannot cross as itself."""
    assert decode([{"d": pairs}, {"d": [["b", 2]]}]) == [Opaque(ODD_DICT), {"b": 2}]


def test_tensors_among_odd_keys_still_tile_the_payload() -> None:
    node = [{"d": [[{"T": ["int8", [1]]}, {"T": ["int8", [1]]}]]}, {"T": ["int8", [1]]}]
    odd, tensor = decode(node, b"\1\2\3")
    assert odd == Opaque(ODD_DICT)
    assert tensor.array.tolist() == [3]


def test_two_nans_are_two_keys() -> None:
    assert len(decode({"d": [[{"f": "nan"}, 1], [{"f": "nan"}, 2]]})) == 2


def test_an_empty_tensor_allocates_next_to_nothing() -> None:
    """NumPy allocates by the sizes beside a zero: for shapes like this one, 100 GB."""
    tensor = decode({"T": ["float32", [2, 0, MAX_PAYLOAD // 8]]})
    assert tensor.shape == (2, 0, MAX_PAYLOAD // 8)
    before = resource.getrlimit(resource.RLIMIT_AS)
    size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (256 << 20), before[1]))
    try:
        assert difference(tensor, tensor) is None
        assert signature(Outcome(End.VALUE, tensor))["value"]["shape"] == list(tensor.shape)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_keys_that_share_one_hash_cost_little() -> None:
    prime = 2**61 - 1  # its multiples have the hash 0
    node = {"d": [[{"i": hex(number * prime)}, 0] for number in range(1, MAX_PAIRS)]}
    began = time.process_time()
    assert len(decode(node)) == MAX_PAIRS - 1
    assert time.process_time() - began < 2


def test_large_keys_that_share_one_hash_cost_little() -> None:
    """Tuples are compared item by item. These differ only at the end."""
    assert decode({"d": [[{"t": [1] * (4 * MAX_PAIRS)}, 1]]}) == Opaque(ODD_DICT)
    # -1 and -2 have the same hash.
    ends = [[-1 if number >> bit & 1 else -2 for bit in range(12)] for number in range(MAX_PAIRS)]
    node = {"d": [[{"t": ["ab"] * 36 + end}, 0] for end in ends]}
    began = time.process_time()
    assert decode(node) == Opaque(ODD_DICT)
    assert time.process_time() - began < 1


def test_the_largest_int_that_is_taken_can_be_printed() -> None:
    assert len(str(decode({"i": "0x" + "f" * (MAX_HEX_DIGITS - 2)}))) > 3000
