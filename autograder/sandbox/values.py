"""Values that cross between grader and submission, as the grader holds them. Data, never code.

Plain values (None, bool, int, float, str, list, tuple, dict) stand for themselves, and a NumPy array for a
dense tensor of its dtype. All others are the classes below.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

DTYPE_SIZES = {
    "bool": 1, "uint8": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8,
    "float16": 2, "bfloat16": 2, "float32": 4, "float64": 8,
}  # fmt: skip
ODD_DICT = "dict with keys of other types"
"""The type's name that stands for a returned dict whose keys are not plain values, or not distinct."""


@dataclass(frozen=True, eq=False)
class Tensor:
    """A dense tensor. `dtype` is its own; `array` holds its values in a dtype that NumPy has.

    NumPy has no bfloat16: the array of such a tensor holds float32 values that are exact in bfloat16.

    >>> import numpy as np
    >>> Tensor(np.array([1.0, 2.0], dtype=np.float32), "bfloat16").shape
    (2,)
    """

    array: npt.NDArray[Any]
    dtype: str

    @property
    def shape(self) -> tuple[int, ...]:
        """The tensor's shape."""
        return self.array.shape

    @classmethod
    def of(cls, array: npt.NDArray[Any]) -> "Tensor":
        """Return the tensor that a NumPy array stands for."""
        return cls(array, array.dtype.name)


@dataclass(frozen=True)
class Record:
    """A dataclass of `provided` by its name and fields: ``Record("Recipe", {"steps": 3})``."""

    name: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Provided:
    """An object that the worker builds: a class of `provided/`, or one of the course's worker models."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Callback:
    """A callable argument. It runs in the grader, with the arguments that the submission passed.

    `accepts` judges the arguments first. If it refuses them, the call fails and the worker is ended. Both
    functions must cope with any garbage.
    """

    function: Callable[..., Any]
    accepts: Callable[[tuple[Any, ...]], bool]


@dataclass(frozen=True)
class Opaque:
    """A returned object that cannot cross, by the name of its type.

    `value` is the value of a NumPy scalar, so that a message can say "right value, wrong type".
    """

    type_name: str
    value: Any = None
