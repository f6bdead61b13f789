"""Values as short text: at most ten numbers, and never a surprise."""

from typing import Any

import numpy as np

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor

MOST = 10


def describe(value: Any) -> str:
    """A value in a few words, as a student would write it.

    >>> describe([1, 2, 3]), describe(list(range(100)))
    ('[1, 2, 3]', '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 100 items]')
    >>> describe(Tensor.of(np.zeros((2, 3, 4), dtype=np.float32)))
    'a float32 tensor of shape (2, 3, 4)'
    """
    match value:
        case np.ndarray():
            return describe(Tensor.of(value))
        case Tensor(array=array, dtype=dtype) if array.size <= MOST:
            return f"tensor({_numbers(array)}, {dtype})"
        case Tensor(dtype=dtype, shape=shape):
            return f"a {dtype} tensor of shape {shape}"
        case list() | tuple():
            left, right = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
            return left + _items([describe(each) for each in value[:MOST]], len(value)) + right
        case dict():
            pairs = [f"{describe(key)}: {describe(each)}" for key, each in list(value.items())[:MOST]]
            return "{" + _items(pairs, len(value)) + "}"
        case Record(name=name, fields=fields):
            return f"{name}({', '.join(f'{key}={describe(each)}' for key, each in fields.items())})"
        case Provided(name=name):
            return name
        case Callback():
            return "a function"
        case Opaque(type_name=name, value=None):
            return f"an object of type {name[:60]}"
        case Opaque(type_name=name, value=held):
            return f"{describe(held)} of type {name[:60]}"
        case str() | float() | int() | None:
            text = repr(value)
            return text if len(text) <= 100 else f"{text[:90]}… ({len(text)} characters)"
    return f"an object of type {type(value).__name__}"


def describe_call(function: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    """A call as text."""
    parts = [describe(each) for each in arguments] + [
        f"{key}={describe(each)}" for key, each in named.items()
    ]
    return f"{function}({', '.join(parts)})"


def describe_outcome(outcome: Outcome) -> str:
    """What came back, for a sentence that begins with the call."""
    if outcome.end is End.VALUE:
        return f"returned {describe(outcome.value)}"
    if outcome.error:
        return f"raised {outcome.error.name}: {outcome.error.text}"
    return f"ended: {outcome.end}"


def _items(shown: list[str], total: int) -> str:
    return ", ".join(shown) + (f", … {total} items" if total > len(shown) else "")


def _numbers(array: np.ndarray[Any, Any]) -> str:
    return np.array2string(array, precision=6, separator=", ", max_line_width=10_000).replace("\n", "")
