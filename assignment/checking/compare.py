"""Compare a result with the expected one, and find the first difference.

Ints, bools and strings must be equal and of the same type. Floats must agree to a relative 1e-9.
Tensors must have the same dtype and shape. A list and a tuple are interchangeable.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from checking import messages
from checking.describe import (
    describe,
    describe_typed,
    dtype_name,
    form_text,
    is_numpy,
    is_tensor,
    number_text,
    shape_text,
    type_text,
)

NUMBER_TOLERANCE = 1e-9
TENSOR_TOLERANCE = 1e-5
SCALE_TOLERANCE = 1e-6
MAX_SHORT_TEXT = 80  # characters of a value in which a reader finds the difference alone


@dataclass(frozen=True)
class Difference:
    """The returned and the expected value as text, at `place` inside the value (empty: the whole)."""

    returned: str
    expected: str
    place: str = ""
    of_kind: bool = False
    """Whether the type, dtype or shape differs, rather than a value."""
    of_type: bool = False
    """Whether the type or dtype differs."""
    note: str = ""
    """A remark on the part that is right."""


def explain(returned: object, expected: object, scale: float = 1.0) -> Difference | None:
    """Return the first difference, with texts for the whole value; None if the values agree.

    Args:
        scale: the largest number in the call's arguments, because rounding errors grow with it.
    """
    found = find_difference(returned, expected, scale)
    if found is None:
        return None
    if not found.place:
        return replace(found, expected=found.expected + found.note)
    whole, wanted = describe(returned), describe(expected)
    if whole != wanted and not found.of_kind and max(len(whole), len(wanted)) <= MAX_SHORT_TEXT:
        return replace(found, returned=whole, expected=wanted)
    there = messages.there(found.expected) + found.note
    return replace(found, returned=messages.inside(whole, found.place, found.returned), expected=there)


def find_difference(returned: Any, expected: Any, scale: float = 1.0, place: str = "") -> Difference | None:
    """Return the first difference in reading order; None if the values agree."""
    if is_tensor(expected):
        return _tensor_difference(returned, expected, scale, place)
    if isinstance(expected, (list, tuple)):
        return _sequence_difference(returned, expected, scale, place)
    if isinstance(expected, dict):
        return _dict_difference(returned, expected, scale, place)
    if is_dataclass(expected) and not isinstance(expected, type):
        if type(returned).__name__ != type(expected).__name__:
            return _other_type(returned, expected, place)
        for field in fields(expected):
            below = f"{place}.{field.name}".removeprefix(".")
            got, wanted = getattr(returned, field.name, None), getattr(expected, field.name)
            if found := find_difference(got, wanted, scale, below):
                return found
        return None
    return _leaf_difference(returned, expected, place)


def _leaf_difference(returned: Any, expected: Any, place: str) -> Difference | None:
    if type(returned) is not type(expected):
        return _other_type(returned, expected, place)
    if returned == expected:
        return None
    if not isinstance(expected, float):
        return Difference(describe(returned), describe(expected), place)
    same = math.isclose(returned, expected, rel_tol=NUMBER_TOLERANCE)
    same = same or (math.isnan(returned) and math.isnan(expected))
    return None if same else _number_difference(returned, expected, place)


def _other_type(returned: Any, expected: Any, place: str) -> Difference:
    """Return a difference of types, even if the value is right."""
    wanted = describe_typed(expected)
    if returned is None:
        return Difference("None", wanted, place, of_kind=True, of_type=True)
    value = returned
    if (is_tensor(returned) and returned.numel() == 1) or (is_numpy(returned) and returned.size == 1):
        value = returned.item()
    numeric = isinstance(value, (bool, int, float)) and isinstance(expected, (bool, int, float))
    right = messages.RIGHT_VALUE if numeric and value == expected else ""
    got = messages.typed(describe(returned), type_text(returned)) + right
    if isinstance(expected, (list, tuple)) and any(map(is_tensor, expected)):
        wanted = messages.typed(form_text(expected), describe(expected))
    return Difference(got, wanted, place, of_kind=True, of_type=True)


def _number_difference(returned: float, expected: float, place: str) -> Difference:
    """Return two numbers with enough digits to tell them apart."""
    for digits in (7, 9, 12, 17):
        got, wanted = number_text(returned, digits), number_text(expected, digits)
        if got != wanted:
            break
    return Difference(got, wanted, place)


def _sequence_difference(
    returned: Any, expected: Sequence[object], scale: float, place: str
) -> Difference | None:
    if not isinstance(returned, (list, tuple)):
        return _other_type(returned, expected, place)
    for index, (got, wanted) in enumerate(zip(returned, expected, strict=False)):
        if found := find_difference(got, wanted, scale, f"{place}[{index}]"):
            return found
    if len(returned) == len(expected):
        return None
    got, wanted = describe(returned), describe(expected)
    if got == wanted:
        got = messages.with_length(got, len(returned))
        wanted = messages.with_length(wanted, len(expected))
    return Difference(got, wanted, place)


def _dict_difference(
    returned: Any, expected: Mapping[Any, object], scale: float, place: str
) -> Difference | None:
    if not isinstance(returned, dict):
        return _other_type(returned, expected, place)
    if set(returned) != set(expected):
        got, wanted = sorted(map(describe, returned)), map(describe, expected)
        return Difference(messages.dict_with(got), messages.dict_with(wanted), place, of_kind=True)
    for key, value in expected.items():
        if found := find_difference(returned[key], value, scale, f"{place}[{describe(key)}]"):
            return found
    return None


def _tensor_difference(returned: Any, expected: Any, scale: float, place: str) -> Difference | None:
    if not is_tensor(returned):
        return _other_type(returned, expected, place)
    if returned.shape != expected.shape:
        same = (
            returned.numel() == expected.numel()
            and _wrong(returned.reshape(expected.shape), expected, scale) is None
        )
        shape = shape_text(returned.shape)
        got = messages.right_numbers(shape) if same else messages.of_shape(describe(returned), shape)
        return Difference(got, messages.shape_only(shape_text(expected.shape)), place, of_kind=True)
    wrong = _wrong(returned, expected, scale)
    if returned.dtype != expected.dtype:
        kind = type_text(returned, with_shape=False)
        got = messages.typed(describe(returned), kind) if wrong else kind
        right = "" if wrong else messages.numbers_are_right(scalar=expected.dim() == 0)
        return Difference(got, dtype_name(expected), place, of_kind=True, of_type=not wrong, note=right)
    if wrong is None:
        return None
    index, number, target = wrong
    found = _number_difference(number, target, f"{place}{index}")
    if expected.dim() == 0:
        return replace(found, place=place)
    texts = describe(returned), describe(expected)
    return found if texts[0] == texts[1] else Difference(*texts, place)


def _wrong(returned: Any, expected: Any, scale: float) -> tuple[str, float, float] | None:
    """Return the first index at which two tensors of one shape differ, and both numbers; ignore dtypes."""
    floating = expected.is_floating_point()
    pairs = zip(returned.flatten().tolist(), expected.flatten().tolist(), strict=True)
    for position, (got, wanted) in enumerate(pairs):
        if not (_close(got, wanted, scale) if floating else got == wanted):
            return _index(position, expected.shape), got, wanted
    return None


def _close(returned: float, expected: float, scale: float) -> bool:
    if math.isnan(returned) or math.isnan(expected):
        return math.isnan(returned) and math.isnan(expected)
    tolerance = TENSOR_TOLERANCE * abs(expected) + SCALE_TOLERANCE * max(1.0, scale)
    return returned == expected or abs(returned - expected) <= tolerance


def _index(position: int, shape: Sequence[int]) -> str:
    """Return a flat position as an index: ``[0, 2]``."""
    index = []
    for size in reversed(shape):
        position, last = divmod(position, size)
        index.append(str(last))
    return f"[{', '.join(reversed(index))}]"
