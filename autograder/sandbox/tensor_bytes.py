"""Convert arrays to bytes on the wire and back. NumPy has no bfloat16, so its bits are sent."""

from typing import Any

import numpy as np

from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.values import DTYPE_SIZES


def tensor_bytes(array: np.ndarray[Any, Any], dtype: str) -> bytes:
    """Return the bytes of a tensor's elements, in order.

    Raises:
        TypeError: the array's elements do not have that dtype: a hidden test's mistake.
    """
    if dtype != "bfloat16":
        if dtype not in DTYPE_SIZES or array.dtype.name != dtype:
            raise TypeError(f"an array of {array.dtype} is not a {dtype} tensor")
        return np.ascontiguousarray(array).tobytes()
    bits = np.ascontiguousarray(array, dtype=np.float32).view(np.uint32)
    if (bits & 0xFFFF).any():
        raise TypeError("a bfloat16 tensor needs float32 values that are exact in bfloat16")
    return (bits >> 16).astype(np.uint16).tobytes()


def tensor_array(data: memoryview, dtype: str) -> np.ndarray[Any, Any]:
    """Return the elements that a worker sent as bytes, without a copy if possible.

    Raises:
        ProtocolError: a bool is neither 0 nor 1.
    """
    if dtype == "bfloat16":
        bits = np.frombuffer(data, np.uint16).astype(np.uint32)
        bits <<= 16
        return bits.view(np.float32)
    if dtype == "bool":
        raw = np.frombuffer(data, np.uint8)
        if raw.max(initial=0) > 1:
            raise ProtocolError("a bool is neither 0 nor 1")
        return raw.view(np.bool_)
    return np.frombuffer(data, np.dtype(dtype))
