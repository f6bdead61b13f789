"""Values as text: short, readable, and for anything at all."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.describe import describe, describe_call, describe_outcome
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (-0.0, "-0.0"),
        ("a'b", '"a\'b"'),
        ("\ud800", "'\\ud800'"),
        ([], "[]"),
        ((1, [2.5]), "(1, [2.5])"),
        ({"a": (1,)}, "{'a': (1,)}"),
        (list(range(12)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 12 items]"),
        ("x" * 200, "'" + "x" * 90 + "'… (200 characters)"),
        (2**400, "0x1" + "0" * 97 + "… (401 bits)"),
        (np.zeros((0, 3), dtype=np.int64), "a int64 tensor of shape (0, 3)"),
        (np.zeros(0, dtype=np.int64), "tensor([], int64)"),
        (Record("R\x1b[2J", {"a\n": "\x1b"}), "R\\x1b[2J(a\\n='\\x1b')"),
        (Opaque("student.\u202e\ud800"), "an object of type student.\\u202e\\ud800"),
        (np.array([1.5, np.nan], dtype=np.float32), "tensor([1.5, nan], float32)"),
        (Tensor(np.array(2.0, dtype=np.float32), "bfloat16"), "tensor(2., bfloat16)"),
        (np.zeros((20, 3), dtype=np.int64), "a int64 tensor of shape (20, 3)"),
        (Record("Recipe", {"a": 1}), "Recipe(a=1)"),
        (Provided("Tied", {"width": 2}), "Tied(width=2)"),
        (Provided("ByteTokenizer"), "ByteTokenizer()"),
        ([[1, 2, 3, 4]] * 5, "[[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, … 4 items], … 5 items]"),
        (
            [(np.zeros((2, 3)), np.zeros(6)), 1],
            "[(tensor([[0., 0., 0.], [0., 0., 0.]], float64), a float64 tensor of shape (6,)), 1]",
        ),
        (
            {"ids": list(range(12)), "labels": [1]},
            "{'ids': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 12 items], … 2 items}",
        ),
        (Callback(len, bool), "a function"),
        (Opaque("builtins.set"), "an object of type builtins.set"),
        (Opaque("numpy.int64", 3), "3 of type numpy.int64"),
        (object(), "an object of type object"),
    ],
)
def test_values(value: Any, text: str) -> None:
    assert describe(value) == text


def test_a_call_and_what_came_of_it() -> None:
    assert describe_call("f", (1, "a"), {"b": [2]}) == "f(1, 'a', b=[2])"
    assert describe_outcome(Outcome(End.VALUE, 3)) == "returned 3"
    assert describe_outcome(Outcome(End.TIMEOUT)) == "ended: timeout"
    error = StudentError(("KeyError",), "a.py", 1, "'k'")
    assert describe_outcome(Outcome(End.ERROR, error=error)) == "raised KeyError: 'k'"


@pytest.mark.parametrize(
    "value", [10**4000, -(2**12_000), np.zeros((2**40, 0)), np.zeros((1,) * 8), [[[[]]]] * 500]
)
def test_nothing_is_long(value: Any) -> None:
    assert 0 < len(describe(value)) < 300


numbers = st.integers(10, 99)


@given(st.recursive(numbers, lambda inner: st.lists(inner, max_size=12) | st.builds(lambda a: (a, a), inner)))
def test_ten_numbers_at_most_however_nested(value: Any) -> None:
    shown = re.sub("… [0-9]+ items", "", describe(value))
    assert len(re.findall("[0-9]+", shown)) <= 10


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=2)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(leaves, inner, max_size=2)
    )
)
def test_anything_can_be_described(value: Any) -> None:
    assert describe(value)
