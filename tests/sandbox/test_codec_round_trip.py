"""Values round-trip through the grader's encoder and decoder: the same kind, to the bit."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import MAX_DEPTH, parse_header
from autograder.sandbox.values import DTYPE_SIZES, Callback, Opaque, Provided, Record, Tensor

NUMPY_DTYPES = [dtype for dtype in DTYPE_SIZES if dtype != "bfloat16"]


def round_trip(value: Any) -> Any:
    """Encode and decode a value, with the header as JSON text in between."""
    encoder = Encoder()
    text = json.dumps({"value": encoder.node(value)}, allow_nan=False)
    decoder = Decoder(b"".join(encoder.buffers))
    decoded = decoder.value(parse_header(text.encode())["value"])
    decoder.finish()
    return decoded


def image(value: Any) -> Any:
    """Convert a value so that `==` compares kinds and bits: True is not 1, 1 is not 1.0, nan is nan."""
    match value:
        case np.ndarray():
            return image(Tensor.of(value))
        case Tensor(array=array, dtype=dtype):
            return ("tensor", dtype, array.shape, array.dtype.name, array.tobytes())
        case list() | tuple():
            return (type(value).__name__, [image(each) for each in value])
        case dict():
            return ("dict", [(image(key), image(each)) for key, each in value.items()])
        case Record(name=name, fields=fields):
            return ("record", name, image(fields))
        case Opaque(type_name=name, value=held):
            return ("opaque", name, image(held))
        case float():
            return ("float", value.hex())
    return (type(value).__name__, value)


shapes = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
tensors = st.sampled_from(NUMPY_DTYPES).flatmap(lambda dtype: arrays(dtype, shapes)).map(Tensor.of)
bfloat16s = arrays(np.uint16, shapes).map(
    lambda bits: Tensor((bits.astype(np.uint32) << 16).view(np.float32).reshape(bits.shape), "bfloat16")
)
texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=5)
keys = st.none() | st.booleans() | st.integers() | texts | st.tuples(st.integers(), texts)
leaves = (
    st.none() | st.booleans() | st.integers() | st.integers(-(2**200), 2**200) | st.floats() | texts | tensors
)
values = st.recursive(
    leaves | bfloat16s,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
        | st.builds(Record, texts, st.dictionaries(texts, inner, max_size=2))
        | st.builds(Opaque, texts, st.none() | st.booleans() | st.integers() | st.floats())
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(values)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    assert image(round_trip(value)) == image(value)


@pytest.mark.parametrize(
    "value",
    [
        [True, 1, 1.0, "1", None],
        [[], (), {}, "", 0, False],
        [(1, [2, (3,)]), {(1, 2): {"a": [None]}}],
        [2**53 - 1, 2**53, -(2**53), 10**3000, -(10**3000)],
        [math.nan, math.inf, -math.inf, -0.0, 5e-324],
        ["\ud800", "\0", "é\u2028", "<|im_end|>"],
        Tensor(np.array([1.5, -0.0, math.inf], dtype=np.float32), "bfloat16"),
        np.float16(65504) * np.ones((2, 0, 3), dtype=np.float16),
        np.arange(6, dtype=np.int64).reshape(2, 3).T,
        np.array(True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_kinds_are_kept_apart(value: Any) -> None:
    assert image(round_trip(value)) == image(value)


def test_values_at_the_greatest_depth() -> None:
    value: Any = 0
    for _ in range(MAX_DEPTH):
        value = [value]
    assert image(round_trip(value)) == image(value)


def test_callbacks_and_provided_objects_are_numbered_and_named() -> None:
    encoder = Encoder()
    first, second = (Callback(lambda _x: _x, lambda _arguments: True) for _ in range(2))
    node = encoder.node((first, [Provided("TinyGPT", {"seed": 1})], second))
    assert node == {"t": [{"k": 0}, [{"p": ["TinyGPT", {"d": [["seed", 1]]}]}], {"k": 1}]}
    assert encoder.callbacks == [first, second]


@pytest.mark.parametrize(
    "value", [{1, 2}, b"x", object(), 1j, np.float64(1), np.array([1j]), np.array(["a"]), range(3)]
)
def test_a_value_without_a_kind_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        Encoder().node(value)


def test_bfloat16_takes_exact_values_only() -> None:
    with pytest.raises(TypeError, match="exact in bfloat16"):
        Encoder().node(Tensor(np.array([0.1], dtype=np.float32), "bfloat16"))
