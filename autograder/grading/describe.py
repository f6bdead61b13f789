"""Values as short text: a few numbers, and never a surprise."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor
from autograder.submissions.names import printable

MOST = 10
"""Numbers of a tensor, items of a list."""
MOST_VALUES = 60
"""Values in all, lists within lists included."""
MOST_CHARACTERS = 1000
LONG_TEXT = 100
LONG_NAME = 60
LONG_INT = 330
"""Bits: about a hundred digits."""


def describe(value: Any) -> str:
    """A value in a few words, as a student would write it.

    Total, and short: whatever a submission returned, this is one line of printable characters.

    >>> describe([1, 2, 3]), describe(list(range(100)))
    ('[1, 2, 3]', '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 100 items]')
    >>> describe(Tensor.of(np.zeros((2, 3, 4), dtype=np.float32)))
    'a float32 tensor of shape (2, 3, 4)'
    """
    text = _text(value, iter(range(MOST_VALUES)))
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 2]} …"


def _text(value: Any, budget: Iterator[int]) -> str:
    if next(budget, None) is None:
        return "…"
    match value:
        case np.ndarray():
            return _text(Tensor.of(value), budget)
        case Tensor(array=array, dtype=dtype) if array.size <= MOST and (array.size or array.ndim == 1):
            return f"tensor({_numbers(array)}, {dtype})"
        case Tensor(dtype=dtype, shape=shape):
            return f"a {dtype} tensor of shape {shape}"
        case list() | tuple():
            left, right = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
            return left + _items([_text(each, budget) for each in value[:MOST]], len(value)) + right
        case dict():
            first = list(islice(value.items(), MOST))
            pairs = [f"{_text(key, budget)}: {_text(each, budget)}" for key, each in first]
            return "{" + _items(pairs, len(value)) + "}"
        case Record(name=name, fields=fields):
            first = list(islice(fields.items(), MOST))
            members = [f"{_name(key)}={_text(each, budget)}" for key, each in first]
            return f"{_name(name)}({_items(members, len(fields))})"
        case Provided(name=name):
            return name
        case Callback():
            return "a function"
        case Opaque(type_name=name, value=None):
            return f"an object of type {_name(name)}"
        case Opaque(type_name=name, value=held):
            return f"{_text(held, budget)} of type {_name(name)}"
        case int() if value.bit_length() > LONG_INT:
            # In hex: Python may refuse to print so many decimal digits, and takes long for them.
            return f"{hex(value)[:LONG_TEXT]}… ({value.bit_length()} bits)"
        case str() if len(value) > LONG_TEXT:
            return f"{value[: LONG_TEXT - 10]!r}… ({len(value)} characters)"
        case str() | float() | int() | None:
            return repr(value)
    return f"an object of type {_name(type(value).__name__)}"


def _name(name: str) -> str:
    return printable(name[:LONG_NAME])


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
        return f"raised {outcome.error.name}: {printable(outcome.error.text)}"
    return f"ended: {outcome.end}"


def _items(shown: list[str], total: int) -> str:
    return ", ".join(shown) + (f", … {total} items" if total > len(shown) else "")


def _numbers(array: np.ndarray[Any, Any]) -> str:
    return np.array2string(array, precision=6, separator=", ", max_line_width=10_000).replace("\n", "")
