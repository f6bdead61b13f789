"""Both ends of the wire agree: grader's encoder and worker's reader, worker's writer and grader's decoder."""

import json
import math
import sys
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from reference import load_provided

from autograder.catalog import Project
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.inside import models, torch_values
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter
from autograder.sandbox.values import DTYPE_SIZES, Callback, Opaque, Provided, Record, Tensor


def refuse(_number: int, _arguments: tuple[Any, ...]) -> Any:
    raise AssertionError("no function was passed")


def to_worker(value: Any) -> Any:
    encoder = Encoder()
    node = json.loads(json.dumps(encoder.node(value)))
    return ArgumentReader(b"".join(encoder.buffers), refuse).value(node)


def to_grader(value: Any) -> Any:
    writer = ResultWriter()
    node = json.loads(json.dumps(writer.node(value), allow_nan=False))
    decoder = Decoder(b"".join(writer.buffers))
    decoded = decoder.value(node)
    decoder.finish()
    return decoded


shapes = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.integers() | st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(plain)
def test_plain_values_are_the_same_on_both_sides(value: Any) -> None:
    assert repr(to_worker(value)) == repr(value)
    assert repr(to_grader(value)) == repr(value)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_tensors_come_back_to_the_bit(data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from([dtype for dtype in DTYPE_SIZES if dtype != "bfloat16"]))
    array = data.draw(arrays(dtype, shapes))
    tensor = to_worker(array)
    assert (tensor.dtype, tuple(tensor.shape)) == (getattr(torch, dtype), array.shape)
    back = to_grader(tensor)
    assert (back.dtype, back.shape, back.array.tobytes()) == (dtype, array.shape, array.tobytes())


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (2, 3)])
def test_bfloat16_is_itself_in_the_worker(shape: tuple[int, ...]) -> None:
    values = np.full(shape, -1.5, dtype=np.float32)
    tensor = to_worker(Tensor(values, "bfloat16"))
    assert tensor.dtype is torch.bfloat16
    back = to_grader(tensor)
    assert back.dtype == "bfloat16"
    assert np.array_equal(back.array, values)


ROW = torch.arange(6, dtype=torch.float32)


@pytest.mark.parametrize(
    "tensor",
    [
        ROW.reshape(2, 3).t(),
        ROW[:3].reshape(1, 3).t(),  # contiguous, although its last stride is 3
        ROW[::5][:1],
        ROW.bfloat16()[::2],
        ROW[:1].expand(4, 3),
        ROW.clone().requires_grad_() * 2,
        torch.complex(ROW, -ROW).conj().imag,  # negated lazily
        torch.tensor(math.nan),
    ],
    ids=["transposed", "column", "one", "bfloat16", "expanded", "graph", "negated", "nan"],
)
def test_tensors_of_any_layout_cross(tensor: torch.Tensor) -> None:
    back = to_grader(tensor)
    right = tensor.detach().resolve_neg().float().numpy()
    assert back.shape == right.shape
    assert np.array_equal(back.array, right, equal_nan=True)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (ROW.to_sparse(), "sparse tensor"),
        (ROW.to(torch.complex64), "complex64 tensor"),
        (torch.empty(2, device="meta"), "meta tensor"),
        (torch.nn.Parameter(ROW), "torch.nn.parameter.Parameter"),
        (np.zeros(2), "numpy.ndarray"),
        ({1, 2}, "builtins.set"),
        (range(3), "builtins.range"),
        (b"ab", "builtins.bytes"),
        (type("Liar", (int,), {})(3), f"{__name__}.Liar"),
    ],
)
def test_a_value_without_a_kind_crosses_as_its_types_name(value: Any, name: str) -> None:
    assert to_grader([value]) == [Opaque(name)]


@pytest.mark.parametrize("scalar", [np.float64(2.5), np.float32(2.5), np.array(2.5)])
def test_a_numpy_scalar_keeps_its_value(scalar: Any) -> None:
    assert to_grader(scalar) == Opaque(f"numpy.{type(scalar).__name__}", 2.5)


def test_a_dataclass_of_provided_is_a_record() -> None:
    module = load_provided("recipes")
    record = Record("MemoryBreakdown", {field.name: 2**60 for field in fields(module.MemoryBreakdown)})
    made = to_worker(record)
    assert made.total == 4 * 2**60
    assert to_grader(made) == record


@pytest.fixture
def worker_models(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the course's models as the zygote does."""
    load_provided("tiny_gpt")
    found: dict[str, Any] = {}
    monkeypatch.setattr(models, "MODELS", found)
    monkeypatch.setattr(torch_values, "MODELS", found)
    for name in [name for name in sys.modules if name.startswith(models.PACKAGE)]:
        monkeypatch.delitem(sys.modules, name)
    models.load_models(project.worker_models_folder)


@pytest.mark.usefixtures("worker_models")
def test_provided_objects_are_built_in_the_worker() -> None:
    load_provided("tokenizer")
    tokenizer, tied, loose = to_worker(
        [
            Provided("ByteTokenizer"),
            Provided("Tied", {"vocab": 5, "width": 2, "freeze": ["embed.weight"]}),
            Provided("Tied", {"vocab": 5, "width": 2, "tie": False}),
        ]
    )
    assert tokenizer.encode("hi") == [104, 105]
    assert [each.requires_grad for each in tied.parameters()] == [False]
    assert len(list(loose.parameters())) == 2
    options = {"n_layers": 1, "d_model": 4, "seed": 3}
    first, second = to_worker([Provided("TinyGPT", options)] * 2)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))


def test_a_function_argument_calls_back_with_its_number() -> None:
    seen = []
    encoder = Encoder()
    node = encoder.node([Callback(print, bool), Callback(print, bool)])
    functions = ArgumentReader(b"", lambda number, args: seen.append((number, args))).value(node)
    functions[1]([1], 2)
    assert seen == [(1, ([1], 2))]
