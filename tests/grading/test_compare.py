"""Whether an answer is right, and how it differs, for anything that a submission may return."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.grading.compare import (
    EXACT,
    NUMBER_RTOL,
    WRONG_VALUE,
    Difference,
    Tolerance,
    difference,
    gradient_tolerance,
    loss_tolerance,
    type_name,
)
from autograder.sandbox.values import Opaque, Record, Tensor

RIGHT = "right value, wrong dtype: "


def words(found: Difference | None) -> str | None:
    return found.words if found else None


def tensor(values: Any, dtype: str = "float32") -> Tensor:
    return Tensor(np.array(values, dtype="float32" if dtype == "bfloat16" else dtype), dtype)


@pytest.mark.parametrize(
    ("got", "expected", "found"),
    [
        (3, 3, None),
        (4, 3, "wrong value"),
        (2**70, 2**70 + 1, "wrong value"),
        (3.0, 3, "right value, wrong type: float instead of int"),
        (3, 3.0, "right value, wrong type: int instead of float"),
        (True, 1, "right value, wrong type: bool instead of int"),
        (1, True, "right value, wrong type: int instead of bool"),
        (0, False, "right value, wrong type: int instead of bool"),
        (2, True, "wrong type: int instead of bool"),
        (4.0, 3, "wrong type: float instead of int"),
        ("3", 3, "wrong type: str instead of int"),
        (None, 3, "wrong type: None instead of int"),
        (0, None, "wrong type: int instead of None"),
        (None, None, None),
        ("a", "b", "wrong value"),
        (Opaque("numpy.int64", 3), 3, "right value, wrong type: numpy.int64 instead of int"),
        (Opaque("numpy.float64", 2.0), 3, "wrong type: numpy.float64 instead of int"),
        (tensor(3, "int64"), 3, "right value, wrong type: tensor instead of int"),
        (tensor([[3.0]]), 3.0, "right value, wrong type: tensor instead of float"),
        (tensor([3.0, 3.0]), 3.0, "wrong type: tensor instead of float"),
        (10**400, 1.0, "wrong type: int instead of float"),
        ([1, 2], (1, 2), None),
        ((1, [2]), [1, (2,)], None),
        ([1], [1, 2], "wrong length"),
        ([], [], None),
        ([True], [1], "right value, wrong type: bool instead of int"),
        ({}, [], "wrong type: dict instead of list"),
        (Opaque("builtins.set"), [1], "wrong type: set instead of list"),
        ("ab", ["a", "b"], "wrong type: str instead of list"),
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1, "b": 2}, {"a": 1}, "wrong keys"),
        ({"a": 2}, {"a": 1}, "wrong value"),
        ([("a", 1)], {"a": 1}, "wrong type: list instead of dict"),
        (Record("R", {"a": 1}), Record("R", {"a": 1}), None),
        (Record("R", {"a": 1}), Record("R", {"a": 2}), "wrong value"),
        (Record("S", {"a": 1}), Record("R", {"a": 1}), "wrong type: record instead of R"),
        ({"a": 1}, Record("R", {"a": 1}), "right value, wrong type: dict instead of R"),
        ({"a": 2}, Record("R", {"a": 1}), "wrong type: dict instead of R"),
        (tensor([1, 2], "int64"), [1, 2], "right value, wrong type: tensor instead of list"),
        (tensor([1, 3], "int64"), [1, 2], "wrong type: tensor instead of list"),
        (tensor([1, 2, 3], "int64"), [1, 2], "wrong type: tensor instead of list"),
        (tensor(1, "int64"), [1, 2], "wrong type: tensor instead of list"),
        (tensor(np.zeros(20_000), "int64"), [0] * 20_000, "wrong type: tensor instead of list"),
    ],
)
def test_plain_values(got: Any, expected: Any, found: str | None) -> None:
    assert words(difference(got, expected)) == found


@pytest.mark.parametrize(
    ("got", "expected", "found"),
    [
        (tensor([1, 2]), tensor([1, 2]), None),
        (tensor([1, 3]), tensor([1, 2]), "wrong value"),
        (tensor([[1, 2]]), tensor([1, 2]), "right value, wrong shape: expected a tensor with dim() == 1"),
        (tensor([2.0]), tensor(2.0), "right value, wrong shape: expected a tensor with dim() == 0"),
        (tensor([[1, 2]]), tensor([[1], [2]]), "right value, wrong shape"),
        (tensor([[1, 2]]), tensor([[2], [1]]), "wrong shape"),
        (tensor([[1, 3]]), tensor([1, 2]), "wrong shape: expected a tensor with dim() == 1"),
        (tensor([1, 2, 2]), tensor([1, 2]), "wrong shape"),
        (tensor([1, 2], "float64"), tensor([1, 2]), RIGHT + "float64 instead of float32"),
        (tensor([1, 3], "int64"), tensor([1, 2]), "wrong dtype: int64 instead of float32"),
        (tensor([1, 2], "int32"), tensor([1, 2], "int64"), RIGHT + "int32 instead of int64"),
        (tensor([1, 2], "bfloat16"), tensor([1, 2]), RIGHT + "bfloat16 instead of float32"),
        (tensor([2**53 + 1], "int64"), tensor([2**53], "int64"), "wrong value"),
        (tensor([1], "uint8"), tensor([True], "bool"), RIGHT + "uint8 instead of bool"),
        (tensor([math.nan, 1]), tensor([math.nan, 1]), None),
        (tensor([math.nan]), tensor([1]), "wrong value"),
        (tensor([1]), tensor([math.nan]), "wrong value"),
        (tensor([math.inf]), tensor([math.inf]), None),
        (tensor([-math.inf]), tensor([math.inf]), "wrong value"),
        (tensor(np.zeros((0, 3))), tensor(np.zeros((0, 3))), None),
        (tensor(np.zeros((3, 0))), tensor(np.zeros((0, 3))), "right value, wrong shape"),
        ([1.0, 2.0], tensor([1, 2]), "right value, wrong type: list instead of tensor"),
        ([[1], [2]], tensor([[1], [2]], "int64"), "right value, wrong type: list instead of tensor"),
        ([1, 2], tensor([1, 3], "int64"), "wrong type: list instead of tensor"),
        (2.0, tensor(2.0), "right value, wrong type: float instead of tensor"),
        (Opaque("numpy.ndarray"), tensor([1]), "wrong type: numpy.ndarray instead of tensor"),
        (Opaque("sparse tensor"), tensor([1]), "wrong type: sparse tensor instead of tensor"),
    ],
)  # fmt: skip
def test_tensors(got: Any, expected: Tensor, found: str | None) -> None:
    assert words(difference(got, expected)) == found


@pytest.mark.parametrize(
    ("got", "expected", "agree"),
    [
        (1 + 0.9e-9, 1.0, True),
        (1 + 1.1e-9, 1.0, False),
        (math.nan, math.nan, True),
        (math.nan, 1.0, False),
        (1.0, math.nan, False),
        (math.inf, math.inf, True),
        (-math.inf, math.inf, False),
        (1e300, math.inf, False),
        (math.inf, 1e300, False),
        (0.0, -0.0, True),
        (1e-300, 0.0, False),
    ],
)
def test_numbers(got: float, expected: float, agree: bool) -> None:
    """The same for a float and for an element of a tensor."""
    tolerance = Tolerance(NUMBER_RTOL)
    assert (difference(got, expected, tolerance) is None) is agree
    pair = tensor([got], "float64"), tensor([expected], "float64")
    assert (difference(*pair, tolerance) is None) is agree


@pytest.mark.parametrize(("largest", "scale"), [(0.5, 1), (1.0, 1), (30.0, 30), (1e4, 1e4)])
def test_the_boundary_of_a_loss(largest: float, scale: float) -> None:
    """|a - b| <= 1e-5 |b| + 1e-6 max(1, max|logits|)"""
    loss = 2.0
    allowed = 1e-5 * loss + 1e-6 * scale
    for sign in (1, -1):
        inside, outside = loss + sign * allowed * 0.999, loss + sign * allowed * 1.001
        assert difference(inside, loss, loss_tolerance(largest)) is None
        assert difference(outside, loss, loss_tolerance(largest)) == WRONG_VALUE


def test_the_boundary_of_a_gradient() -> None:
    """|a - b| <= 1e-5 |b| + 1e-6 max(1, max|logits|) max|b|"""
    right = tensor([0.25, 0.0, -0.5], "float64")
    tolerance = gradient_tolerance(8.0, right)
    for place, value in enumerate(right.array):
        allowed = 1e-5 * abs(value) + 1e-6 * 8 * 0.5
        for factor, found in ((0.999, None), (1.001, WRONG_VALUE)):
            got = right.array.copy()
            got[place] += allowed * factor
            assert difference(Tensor(got, "float64"), right, tolerance) == found


def test_a_gradient_of_nothing_has_no_tolerance_to_fail_on() -> None:
    empty, zero = tensor([]), tensor([0.0, 0.0])
    assert difference(empty, empty, gradient_tolerance(1.0, empty)) is None
    assert difference(tensor([0.0, 1e-30]), zero, gradient_tolerance(1.0, zero)) == WRONG_VALUE


@pytest.mark.parametrize(
    "name",
    [
        "student.[1, 2, 3]",
        "builtins.secret_42",
        "numpy.secret",
        "secret tensor",
        "secret",
        "",
    ],
)
def test_a_class_of_their_own_tells_no_secret(name: str) -> None:
    assert type_name(Opaque(name)) == "another class"
    assert words(difference(Opaque(name), 3)) == "wrong type: another class instead of int"


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just(10**400)
tensors = st.sampled_from(["float32", "float64", "int64", "bool", "uint8"]).flatmap(
    lambda dtype: arrays(dtype, array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=2)).map(Tensor.of)
)
garbage = st.recursive(
    leaves | tensors | st.builds(Opaque, st.text(max_size=3), leaves),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(leaves, inner, max_size=2)
        | st.builds(Record, st.sampled_from("RS"), st.dictionaries(st.sampled_from("ab"), inner))
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(garbage, garbage, st.sampled_from([EXACT, Tolerance(1e-5, 1e-6)]))
def test_any_two_values_can_be_compared(got: Any, expected: Any, tolerance: Tolerance) -> None:
    found = difference(got, expected, tolerance)
    assert found is None or found
    assert difference(expected, expected, tolerance) is None
