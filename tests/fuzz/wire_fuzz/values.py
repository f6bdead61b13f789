"""Values of every kind that can cross the wire, small, at random."""

import struct
from random import Random
from typing import Any

import numpy as np

from autograder.sandbox.values import DTYPE_SIZES, Callback, Opaque, Provided, Record, Tensor

TEXTS = (
    "",
    "a",
    "logits",
    "é",
    "日本",
    "\U0001f600",
    "\ud800",
    "\udfff\ud800",
    "\0",
    "\n\x1b[2J",
    "\u202e",
    "x" * 90,
)
INTS = (
    0,
    1,
    -1,
    2,
    255,
    2**31,
    2**53 - 1,
    -(2**53) + 1,
    2**53,
    -(2**53),
    2**63,
    2**64 - 1,
    16**200,
    -(16**2900),
)
FLOATS = (0.0, -0.0, 1.5, float("nan"), float("inf"), float("-inf"), 5e-324, 1.7976931348623157e308, 1e-3)
NAMES = (
    "MemoryBreakdown",
    "TrainingRecipe",
    "tensor",
    "value",
    "",
    "R",
    "numpy.int64",
    "student.Odd",
    "\x1b[31m",
)
CALLBACK = Callback(lambda *_arguments: None, lambda _arguments: True)


def random_value(rng: Random, budget: int = 12) -> Any:
    """A value of at most about `budget` parts."""
    if budget <= 1 or rng.random() < 0.3:
        return random_leaf(rng)
    n_parts = rng.randrange(min(budget, 5))
    share = (budget - 1) // max(n_parts, 1)
    parts = [random_value(rng, share) for _ in range(n_parts)]
    match rng.randrange(6):
        case 0 | 1:
            return parts
        case 2:
            return tuple(parts)
        case 3 | 4:
            return {random_key(rng): each for each in parts}
    return Record(rng.choice(NAMES), {rng.choice(NAMES): each for each in parts})


def random_leaf(rng: Random) -> Any:
    """A value without parts."""
    match rng.randrange(12):
        case 0:
            return None
        case 1:
            return rng.random() < 0.5
        case 2 | 3:
            return rng.choice(INTS) if rng.random() < 0.5 else rng.randrange(-1000, 1000)
        case 4:
            return rng.choice(FLOATS) if rng.random() < 0.5 else struct.unpack("<d", rng.randbytes(8))[0]
        case 5 | 6:
            return rng.choice(TEXTS)
        case 7:
            return Opaque(rng.choice(NAMES), rng.choice((None, True, *INTS, *FLOATS)))
        case 8 if rng.random() < 0.2:  # of ours; a worker has no use for them
            return rng.choice((CALLBACK, Provided("ByteTokenizer"), Provided("Tied", {"width": 2})))
    return random_tensor(rng)


def random_key(rng: Random) -> Any:
    """A key of a dict: any plain value, tuples of them included."""
    match rng.randrange(4):
        case 0:
            return rng.choice((None, True, *INTS, *FLOATS))
        case 1:
            return tuple(rng.choice((*INTS, *TEXTS)) for _ in range(rng.randrange(4)))
    return rng.choice(TEXTS)


def random_tensor(rng: Random) -> Tensor:
    """A tensor of any dtype, often without elements, of any bits."""
    dtype = rng.choice(tuple(DTYPE_SIZES))
    shape = tuple(rng.choice((0, 1, 1, 2, 3)) for _ in range(rng.choice((0, 1, 1, 2, 3, 8))))
    n_elements = int(np.prod(shape, dtype=np.int64))
    data = rng.randbytes(n_elements * DTYPE_SIZES[dtype])
    if dtype == "bfloat16":
        bits = np.frombuffer(data, np.uint16).astype(np.uint32) << 16
        return Tensor(bits.view(np.float32).reshape(shape), dtype)
    if dtype == "bool":
        return Tensor((np.frombuffer(data, np.uint8) & 1).view(np.bool_).reshape(shape), dtype)
    return Tensor(np.frombuffer(data, dtype).reshape(shape), dtype)
