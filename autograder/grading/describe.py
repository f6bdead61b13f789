"""Values as short text: at most ten numbers, and never a surprise."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor

MOST = 10


def describe(value: Any) -> str:
    """A value in a few words, as a student would write it; with at most ten numbers, however it is nested.

    >>> describe([1, 2, 3]), describe(list(range(100)))
    ('[1, 2, 3]', '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 100 items]')
    >>> describe(Tensor.of(np.zeros((2, 3, 4), dtype=np.float32)))
    'a float32 tensor of shape (2, 3, 4)'
    """
    return _describe(value, [MOST])


def _describe(value: Any, left: list[int]) -> str:
    """`left` has one item: how many more numbers may be shown."""
    match value:
        case np.ndarray():
            return _describe(Tensor.of(value), left)
        case Tensor(array=array, dtype=dtype) if array.size <= left[0]:
            left[0] -= array.size
            return f"tensor({_numbers(array)}, {dtype})"
        case Tensor(dtype=dtype, shape=shape):
            return f"a {dtype} tensor of shape {shape}"
        case list() | tuple():
            opening, closing = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
            return opening + _items(value, lambda each: _describe(each, left), left) + closing
        case dict():
            pairs = list(value.items())
            shown = _items(pairs, lambda each: f"{_describe(each[0], [1])}: {_describe(each[1], left)}", left)
            return "{" + shown + "}"
        case Record(name=name, fields=fields):
            members = list(fields.items())
            return f"{name}({_items(members, lambda each: f'{each[0]}={_describe(each[1], left)}', left)})"
        case Provided(name=name, options=options):
            return _describe(Record(name, options), left)
        case Callback():
            return "a function"
        case Opaque(type_name=name, value=None):
            return f"an object of type {name[:60]}"
        case Opaque(type_name=name, value=held):
            return f"{_describe(held, left)} of type {name[:60]}"
        case str() | float() | int() | None:
            left[0] -= 1
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


def _items(items: Sequence[Any], describe_item: Callable[[Any], str], left: list[int]) -> str:
    """The first items, ten at most, for as long as numbers may be shown."""
    shown: list[str] = []
    while len(shown) < min(len(items), MOST) and left[0] > 0:
        shown.append(describe_item(items[len(shown)]))
    if len(shown) < len(items):
        shown.append(f"… {len(items)} items")
    return ", ".join(shown)


def _numbers(array: np.ndarray[Any, Any]) -> str:
    return np.array2string(array, precision=6, separator=", ", max_line_width=10_000).replace("\n", "")
