"""The material of a form: the numbers, lists and texts of a call, by path."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.sandbox.values import Callback, Provided, Record, Tensor

MAX_ITEMS = 450
"""Items of a list that are looked at one by one."""

Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Nested:
    """A tensor as nested lists."""

    dtype: str
    n_dimensions: int
    items: Any


def plain(value: Any) -> Any:
    """Return a value with its tensors, records and objects as lists and dicts."""
    match value:
        case np.ndarray():
            return plain(Tensor.of(value))
        case Tensor(array=array, dtype=dtype):
            return Nested(dtype, array.ndim, array.tolist())
        case Record(fields=members) | Provided(options=members):
            return {key: plain(each) for key, each in members.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case Callback():
            return None
    return value


def from_plain(value: Any) -> Any:
    """Return a value with its tensors."""
    match value:
        case Nested(dtype, n_dimensions, items):
            array = np.array(items, dtype="float32" if dtype == "bfloat16" else dtype)
            return Tensor(array if array.ndim == n_dimensions else array.reshape((0,) * n_dimensions), dtype)
        case list():
            return [from_plain(each) for each in value]
        case dict():
            return {key: from_plain(each) for key, each in value.items()}
    return value


@dataclass
class Inputs:
    """The elements that an answer may be made of, by path; items are counted from both ends."""

    tree: Any
    numbers: dict[Path, int | float] = field(default_factory=dict)
    scalars: dict[Path, int | float] = field(default_factory=dict)
    """Numbers that stand in no list, and lengths."""
    sequences: dict[Path, list[Any]] = field(default_factory=dict)
    """Lists of ints, and the bytes of texts."""
    texts: dict[Path, str] = field(default_factory=dict)
    names: dict[Path, Any] = field(default_factory=dict)
    """Booleans and None."""

    def __post_init__(self) -> None:
        self._walk((), self.tree, in_list=False)

    def _walk(self, path: Path, value: Any, *, in_list: bool) -> None:
        match value:
            case bool() | None:
                self.names[path] = value
            case int() | float():
                self.numbers[path] = value
                if not in_list:
                    self.scalars[path] = value
            case str():
                self.texts[path] = value
                self.sequences[path] = list(value.encode())
            case dict():
                for key, each in value.items():
                    self._walk((*path, key), each, in_list=in_list)
            case Nested(items=items):
                self._walk(path, items, in_list=in_list)
            case list():
                self._walk_list(path, value, in_list=in_list)

    def _walk_list(self, path: Path, value: list[Any], *, in_list: bool) -> None:
        if not in_list or path[-1] == 0:  # of rows, the first one's
            self.scalars[*path, "length"] = len(value)
        if all(type(each) is int for each in value):
            self.sequences[path] = value
        if len(value) <= MAX_ITEMS:
            for i, each in enumerate(value):
                # The outer lists are the call's own: its arguments, and what its callback replied.
                self._walk((*path, i), each, in_list=in_list or len(path) > 2)
                self._walk((*path, i - len(value)), each, in_list=True)
