"""Show values as short text: at most ten numbers, and never a surprise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback, Opaque, Provided, Record, Tensor
from autograder.text import printable

MAX_NUMBERS = 10
"""Numbers in all; items of a list."""
MAX_VALUES = 60
"""Values in all, lists within lists included."""
MAX_CHARACTERS = 1000
LONG_TEXT = 100
LONG_NAME = 60
LONG_INT = 330
"""Bits: about a hundred digits."""


@dataclass
class _Budget:
    """What may still be shown."""

    numbers: int = MAX_NUMBERS
    values: int = MAX_VALUES


def describe(value: Any) -> str:
    """Return a value in a few words, as a student would write it, with at most ten numbers.

    Total, and short: whatever a submission returned, this is one line of printable characters.

    >>> describe([1, 2, 3]), describe(list(range(100)))
    ('[1, 2, 3]', '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 100 items]')
    >>> describe(Tensor.of(np.zeros((2, 3, 4), dtype=np.float32)))
    'a float32 tensor of shape (2, 3, 4)'
    """
    text = _text(value, _Budget())
    return text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 2]} …"


def _text(value: Any, left: _Budget) -> str:
    left.values -= 1
    if left.values < 0:
        return "…"
    match value:
        case np.ndarray():
            return _text(Tensor.of(value), left)
        case Tensor(array=array, dtype=dtype) if _is_short(array) and array.size <= left.numbers:
            left.numbers -= array.size
            return f"tensor({_numbers(array)}, {dtype})"
        case Tensor(dtype=dtype, shape=shape):
            return f"a {dtype} tensor of shape {shape}"
        case list() | tuple():
            opening, closing = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
            return opening + _items(value, len(value), lambda each: _text(each, left), left) + closing
        case dict():
            return (
                "{"
                + _items(value.items(), len(value), lambda each: _pair(each[0], each[1], left), left)
                + "}"
            )
        case Record(name=name, fields=fields):
            shown = _items(
                fields.items(), len(fields), lambda each: f"{_name(each[0])}={_text(each[1], left)}", left
            )
            return f"{_name(name)}({shown})"
        case Provided(name=name, options=options):
            return _text(Record(name, options), left)
        case Callback():
            return "a function"
        case Opaque(type_name=name, value=None):
            return f"an object of type {_name(name)}"
        case Opaque(type_name=name, value=held):
            return f"{_text(held, left)} of type {_name(name)}"
        case int() | float() | str() | None:
            left.numbers -= 1
            return _plain(value)
    return f"an object of type {_name(type(value).__name__)}"


def _is_short(array: np.ndarray[Any, Any]) -> bool:
    """Return whether a tensor is shown by its numbers rather than its shape."""
    return 0 < array.size <= MAX_NUMBERS or array.shape == (0,)


def _pair(key: Any, value: Any, left: _Budget) -> str:
    """Show an item of a dict; its key does not count among the ten numbers."""
    return f"{_text(key, _Budget(1, 2))}: {_text(value, left)}"


def _plain(value: Any) -> str:
    match value:
        case int() if value.bit_length() > LONG_INT:
            # In hex: Python refuses to print very long ints in decimal, or takes long.
            return f"{hex(value)[:LONG_TEXT]}… ({value.bit_length()} bits)"
        case str() if len(value) > LONG_TEXT:
            return f"{value[: LONG_TEXT - 10]!r}… ({len(value)} characters)"
    return repr(value)


def _name(name: str) -> str:
    return printable(name[:LONG_NAME])


def describe_call(function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return a call as text."""
    parts = [describe(each) for each in args] + [f"{key}={describe(each)}" for key, each in kwargs.items()]
    return f"{function}({', '.join(parts)})"


def describe_outcome(outcome: Outcome) -> str:
    """Return the result, for a sentence that begins with the call."""
    if outcome.end is End.VALUE:
        return f"returned {describe(outcome.value)}"
    if outcome.error:
        return f"raised {outcome.error.name}: {printable(outcome.error.text)}"
    return f"ended: {outcome.end}"


def _items(items: Iterable[Any], total: int, describe_item: Callable[[Any], str], left: _Budget) -> str:
    """Show the first items, at most ten, as long as numbers may be shown."""
    shown: list[str] = []
    for each in islice(items, MAX_NUMBERS):
        if left.numbers <= 0:
            break
        shown.append(describe_item(each))
    if len(shown) < total:
        shown.append(f"… {total} items")
    return ", ".join(shown)


def _numbers(array: np.ndarray[Any, Any]) -> str:
    return np.array2string(array, precision=6, separator=", ", max_line_width=10_000).replace("\n", "")
