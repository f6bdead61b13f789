"""Calls and answers as trees: their leaves, and what is left without them."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.sandbox.values import Provided, Record, Tensor

MAX_DISCRETE = 9
"""Ints from 0 to this count as discrete arguments, and so do strings, booleans and lengths."""

Leaves = dict[str, Any]
"""By path."""


def leaves_of(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the numbers and strings of a value, with their paths."""
    match value:
        case bool() | int() | float() | str():
            yield path, value
        case list() | tuple():
            for i, each in enumerate(value):
                yield from leaves_of(each, f"{path}/{i}")
        case dict():
            for key, each in value.items():
                yield from leaves_of(each, f"{path}/{key}")
        case Tensor(array=array):
            for i, each in enumerate(array.reshape(-1).tolist()):
                yield f"{path}/{i}", each
        case np.ndarray():
            yield from leaves_of(Tensor.of(value), path)
        case Record(fields=members):
            yield from leaves_of(members, path)
        case Provided(options=members):
            yield from leaves_of(members, path)


def skeleton_of(value: Any) -> Any:
    """Return a value without its numbers and texts: types, lengths, shapes, keys."""
    match value:
        case list() | tuple():
            return type(value).__name__, tuple(skeleton_of(each) for each in value)
        case dict():
            return "dict", tuple((key, skeleton_of(each)) for key, each in value.items())
        case Tensor(array=array, dtype=dtype):
            return "tensor", dtype, array.shape
        case np.ndarray():
            return skeleton_of(Tensor.of(value))
        case Record(name=name, fields=members):
            return "record", name, skeleton_of(members)
        case Provided(name=name, options=members):
            return "provided", name, skeleton_of(members)
    return type(value).__name__


def discrete_of(value: Any) -> Any:
    """Return the discrete part of a call: its skeleton, its names and flags, and its small ints."""
    values = tuple(
        (path, each)
        for path, each in leaves_of(value)
        if isinstance(each, bool)
        or (isinstance(each, int) and -MAX_DISCRETE <= each <= MAX_DISCRETE)
        or (isinstance(each, str) and path.rpartition("/")[2] != "content")
    )
    return skeleton_of(value), values


def rebuilt(skeleton: Any, leaves: Iterator[Any]) -> Any:
    """Return the value of this skeleton with these leaves, in order."""
    match skeleton:
        case ("list", children):
            return [rebuilt(each, leaves) for each in children]
        case ("tuple", children):
            return tuple(rebuilt(each, leaves) for each in children)
        case ("dict", children):
            return {key: rebuilt(each, leaves) for key, each in children}
        case ("tensor", dtype, shape):
            n = int(np.prod(shape, dtype=int))
            numpy_dtype = "float32" if dtype == "bfloat16" else dtype
            flat = [next(leaves) for _ in range(n)]
            return Tensor(np.array(flat, dtype=numpy_dtype).reshape(shape), dtype)
        case ("record", name, members):
            return Record(name, rebuilt(members, leaves))
        case "NoneType":
            return None
        case "bool":
            return bool(next(leaves))
        case "int":
            return int(next(leaves))
        case "float":
            return float(next(leaves))
    return next(leaves)


def pool_of(value: Any, path: str) -> Leaves:
    """Return everything that an answer may be made of: leaves, lengths, and the bytes of strings."""
    pool: Leaves = dict(leaves_of(value, path))
    for name, each in list(pool.items()):
        if isinstance(each, str):
            pool |= {f"{name}:{i}": byte for i, byte in enumerate(each.encode())}
    return pool
