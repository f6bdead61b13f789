"""Compare two values: do they agree, and if not, in what do they differ: type, shape, dtype or value?

The tolerances are part of the contract: losses agree when |a - b| <= 1e-5 |b| + 1e-6 max(1, max|logits|),
gradients when |a - b| <= 1e-5 |b| + 1e-6 max(1, max|logits|) max|b|. Integers are exact, with their type.
"""

import builtins
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from autograder.grading.failure import FailureKind
from autograder.messages import students
from autograder.sandbox.frames import TOO_LARGE
from autograder.sandbox.values import ODD_DICT, Opaque, Record, Tensor

LOSS_RTOL = 1e-5
LOSS_ATOL = 1e-6
NUMBER_RTOL = 1e-9
MAX_ITEMS = 10_000

# Types whose names students may read. A class of the submission's own could be named for a hidden input.
BUILTIN_TYPES = {name for name, kind in vars(builtins).items() if isinstance(kind, type)}
BUILTIN_TYPES |= {"builtin_function_or_method", "dict_items", "dict_keys", "dict_values"}
BUILTIN_TYPES |= {"function", "generator", "method", "module"}
OTHER_TYPES = {f"numpy.{kind.__name__}" for kind in {*np.sctypeDict.values(), np.ndarray}}
OTHER_TYPES |= {f"collections.{name}" for name in ("Counter", "OrderedDict", "defaultdict", "deque")}
OTHER_TYPES |= {f"{word} tensor" for word in ("complex64", "complex128", "meta", "quantized", "sparse")}
OTHER_TYPES |= {"fractions.Fraction", "torch.Size", "torch.dtype", "torch.nn.parameter.Parameter"}
OTHER_TYPES |= {TOO_LARGE, ODD_DICT}


@dataclass(frozen=True)
class Tolerance:
    """How far apart floats may be: `relative` times the expected value, plus `absolute`."""

    relative: float = 0.0
    absolute: float = 0.0


EXACT = Tolerance()


class Difference(NamedTuple):
    """The first difference between two values."""

    kind: FailureKind
    words: str
    """For students."""


WRONG_VALUE = Difference(FailureKind.WRONG_VALUE, students.values.WRONG_VALUE)


def loss_tolerance(scale: float) -> Tolerance:
    """Return the tolerance for a loss of logits up to `scale`."""
    return Tolerance(LOSS_RTOL, LOSS_ATOL * max(1.0, scale))


def gradient_tolerance(scale: float, expected: Tensor) -> Tolerance:
    """Return the tolerance for the gradient of such a loss."""
    return Tolerance(LOSS_RTOL, LOSS_ATOL * max(1.0, scale) * largest_magnitude(expected.array))


def largest_magnitude(array: npt.NDArray[Any]) -> float:
    """Return the largest finite |x|: with -inf among masked logits, a tolerance must stay finite."""
    magnitudes = np.abs(array.astype(np.float64))
    return float(magnitudes[np.isfinite(magnitudes)].max(initial=0.0))


def difference(got: Any, expected: Any, tolerance: Tolerance = EXACT) -> Difference | None:
    """Return the first difference; None when the values agree.

    Total: whatever `got` is, this returns. A list equals a tuple; NaN equals NaN.

    >>> difference((1, 2), [1, 2])
    >>> difference(3600.0, 3600).words
    'right value, wrong type: float instead of int'
    """
    match expected:
        case list() | tuple():
            return _sequence_difference(got, expected, tolerance)
        case dict():
            return _dict_difference(got, expected, tolerance)
        case Tensor():
            return _tensor_difference(got, expected, tolerance)
        case Record():
            if not isinstance(got, Record) or got.name != expected.name:
                right = isinstance(got, dict) and difference(got, expected.fields, tolerance) is None
                return _wrong_type(got, expected.name, right_value=right)
            return _dict_difference(got.fields, expected.fields, tolerance)
    if type(got) is not type(expected):
        right = _same_number(got, expected, tolerance)
        return _wrong_type(got, type_name(expected), right_value=right)
    if isinstance(expected, float):
        return None if _close(got, expected, tolerance) else WRONG_VALUE
    return None if got == expected else WRONG_VALUE


def type_name(value: Any) -> str:
    """Return a type's name as a student knows it."""
    if isinstance(value, Tensor):
        return "tensor"
    if isinstance(value, Opaque):
        module, _, name = value.type_name.rpartition(".")
        if module == "builtins" and name in BUILTIN_TYPES:
            return name
        return value.type_name if value.type_name in OTHER_TYPES else "another class"
    if isinstance(value, Record):
        return "record"  # its class is the submission's to choose
    return "None" if value is None else type(value).__name__


def _sequence_difference(got: Any, expected: Any, tolerance: Tolerance) -> Difference | None:
    if not isinstance(got, list | tuple):
        right = _same_items(got, expected, tolerance)
        return _wrong_type(got, type_name(expected), right_value=right)
    if len(got) != len(expected):
        return Difference(FailureKind.WRONG_LENGTH, students.values.WRONG_LENGTH)
    pairs = zip(got, expected, strict=True)
    return next((found for a, b in pairs if (found := difference(a, b, tolerance))), None)


def _dict_difference(got: Any, expected: dict[Any, Any], tolerance: Tolerance) -> Difference | None:
    if not isinstance(got, dict):
        return _wrong_type(got, "dict", right_value=False)
    if got.keys() != expected.keys():
        return Difference(FailureKind.WRONG_KEYS, students.values.WRONG_KEYS)
    return next(
        (found for key in expected if (found := difference(got[key], expected[key], tolerance))), None
    )


def _tensor_difference(got: Any, expected: Tensor, tolerance: Tolerance) -> Difference | None:
    if not isinstance(got, Tensor):
        if expected.shape == ():
            right = _same_number(got, expected.array.item(), tolerance)
        else:
            right = difference(got, expected.array.tolist(), tolerance) is None
        return _wrong_type(got, "tensor", right_value=right)
    if got.shape != expected.shape:
        # Only our own number of dimensions is told: theirs could be made of a hidden input.
        told = expected.array.ndim if got.array.ndim != expected.array.ndim else None
        right = _same_array(got.array.reshape(-1), expected.array.reshape(-1), tolerance)
        return Difference(FailureKind.WRONG_SHAPE, students.values.wrong_shape(told, right_value=right))
    agree = _same_array(got.array, expected.array, tolerance)
    if got.dtype != expected.dtype:
        words = students.values.wrong_dtype(got.dtype, expected.dtype, right_value=agree)
        return Difference(FailureKind.WRONG_DTYPE, words)
    return None if agree else WRONG_VALUE


def _wrong_type(got: Any, expected: str, *, right_value: bool) -> Difference:
    words = students.values.wrong_type(type_name(got), expected, right_value=right_value)
    return Difference(FailureKind.WRONG_TYPE, words)


def _same_array(got: npt.NDArray[Any], expected: npt.NDArray[Any], tolerance: Tolerance) -> bool:
    if got.shape != expected.shape:
        return False
    if expected.dtype.kind in "biu":
        return np.array_equal(got, expected)
    with np.errstate(invalid="ignore", over="ignore"):
        a, b = got.astype(np.float64), expected.astype(np.float64)
        near = np.abs(a - b) <= tolerance.relative * np.abs(b) + tolerance.absolute
    return bool(np.all((near & np.isfinite(b)) | (a == b) | (np.isnan(a) & np.isnan(b))))


def _same_items(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Return whether a tensor holds the numbers of a list."""
    if not isinstance(got, Tensor) or got.array.ndim == 0 or len(got.array) != len(expected):
        return False
    if got.array.size > MAX_ITEMS:  # listing a large one takes long, and no expected list is as long
        return False
    return difference(got.array.tolist(), expected, tolerance) is None


def _close(a: float, b: float, tolerance: Tolerance) -> bool:
    if not math.isfinite(b):
        return a == b or (math.isnan(a) and math.isnan(b))
    return a == b or abs(a - b) <= tolerance.relative * abs(b) + tolerance.absolute


def _same_number(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Return whether a number came in another type: a float, a 0-dimensional tensor, a NumPy scalar."""
    if isinstance(got, Opaque):
        got = got.value
    if isinstance(got, Tensor) and got.array.size == 1:
        got = got.array.item()
    if not isinstance(got, bool | int | float) or not isinstance(expected, bool | int | float):
        return False
    try:
        return _close(float(got), float(expected), tolerance)
    except OverflowError:
        return got == expected
