"""What the grader and a submission can say to each other, as the grader holds it. Data, never code.

Plain values (None, bool, int, float, str, list, tuple, dict) stand for themselves, a NumPy array for a
dense tensor of its dtype; the rest are the classes below.
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
"""The type's name in place of a returned dict whose keys are more than plain values, or not distinct."""


@dataclass(frozen=True, eq=False)
class Tensor:
    """A dense tensor. `array` has its values in a dtype that NumPy has; `dtype` is the tensor's own.

    NumPy has no bfloat16: such a tensor holds float32 values that are exact in it.

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
        """The tensor that a NumPy array stands for."""
        return cls(array, array.dtype.name)


@dataclass(frozen=True)
class Record:
    """A dataclass of `provided` by its name and fields: ``Record("TrainingRecipe", {...})``."""

    name: str
    fields: dict[str, Any]


@dataclass(frozen=True)
class Provided:
    """An object that the worker builds from its own fresh `provided/`, such as a tokenizer or a model."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Callback:
    """A callable argument. It runs in the grader: `function` gets what the submission passed.

    `accepts` judges the arguments first; what it refuses ends the worker, as the submission's failure.
    Both must cope with any garbage.
    """

    function: Callable[..., Any]
    accepts: Callable[[tuple[Any, ...]], bool]


@dataclass(frozen=True)
class Opaque:
    """A returned object that does not cross, by the name of its type.

    `value` is what a NumPy scalar holds, so that "right value, wrong type" can be said.
    """

    type_name: str
    value: Any = None
