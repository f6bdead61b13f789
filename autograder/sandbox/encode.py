"""The grader's side of the wire: values to JSON nodes and buffers, and back, trusting nothing.

Nodes: null, booleans, strings, ints below 2**53 and arrays (lists) stand for themselves; everything
else is an object with one key: i (a large int, in hex), f (a float, as `float.hex` has it), t (tuple),
d (dict, as pairs), T (tensor: dtype and shape; its bytes are the next buffer), r (a record), p (a provided
object), k (a call-back's number), o (opaque: the type's name and, for a scalar, its value).
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.frames import (
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_HEX_DIGITS,
    MAX_PAIRS,
    MAX_TENSORS,
    ProtocolError,
)
from autograder.sandbox.values import DTYPE_SIZES, Callback, Opaque, Provided, Record, Tensor

SAFE_INT = 1 << 53


class Encoder:
    """Turns values into nodes; collects the tensors' bytes and the call-backs on the way."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.callbacks: list[Callback] = []

    def node(self, value: Any) -> Any:
        """The node of a value.

        Raises:
            TypeError: the wire has no kind for it: a mistake in a test of ours.
        """
        if value is None or type(value) in (bool, str):
            return value
        if type(value) is int:
            return value if -SAFE_INT < value < SAFE_INT else {"i": hex(value)}
        if type(value) is float:
            return {"f": value.hex()}
        if type(value) is list:
            return [self.node(each) for each in value]
        if type(value) is tuple:
            return {"t": [self.node(each) for each in value]}
        if type(value) is dict:
            return {"d": [[self.node(key), self.node(each)] for key, each in value.items()]}
        return self._object(value)

    def _object(self, value: Any) -> Any:
        match value:
            case np.ndarray():
                return self._object(Tensor.of(value))
            case Tensor(array=array, dtype=dtype):
                self.buffers.append(_tensor_bytes(array, dtype))
                return {"T": [dtype, list(array.shape)]}
            case Record(name=name, fields=fields):
                return {"r": [name, [[key, self.node(each)] for key, each in fields.items()]]}
            case Provided(name=name, options=options):
                return {"p": [name, self.node(options)]}
            case Opaque(type_name=name, value=held):
                return {"o": [name, self.node(held)]}
            case Callback():
                self.callbacks.append(value)
                return {"k": len(self.callbacks) - 1}
        raise TypeError(f"{type(value).__name__} cannot cross the wire")


class Decoder:
    """Turns nodes from a worker back into values; `payload` has the tensors' bytes, in order."""

    def __init__(self, payload: bytes) -> None:
        self._payload = memoryview(payload)
        self._tensors = 0
        self._pairs = 0

    def value(self, node: Any, depth: int = 0) -> Any:
        """The value of a node.

        Raises:
            ProtocolError: the node is of no kind, too deep, or does not fit the payload.
        """
        if depth > MAX_DEPTH:
            raise ProtocolError(f"a value nested more than {MAX_DEPTH} deep")
        if node is None or isinstance(node, bool | int | str):
            return node
        if isinstance(node, list):
            return [self.value(each, depth + 1) for each in node]
        if not isinstance(node, dict) or len(node) != 1:
            raise ProtocolError("a value of no known kind")
        ((kind, content),) = node.items()
        read: Callable[[Any, int], Any] | None = getattr(self, f"_read_{kind}", None)
        if read is None:
            raise ProtocolError(f"a value of the unknown kind {kind[:20]!r}")
        return read(content, depth + 1)

    def finish(self) -> None:
        """Checks that the tensors were all of the payload."""
        if len(self._payload):
            raise ProtocolError(f"{len(self._payload)} bytes too many")

    def _read_i(self, content: Any, _depth: int) -> int:
        if not isinstance(content, str) or len(content) > MAX_HEX_DIGITS:
            raise ProtocolError("an int of absurd size")
        try:
            return int(content, 16)
        except ValueError as error:
            raise ProtocolError("an int that is none") from error

    def _read_f(self, content: Any, _depth: int) -> float:
        try:
            return float.fromhex(content)
        except (TypeError, ValueError, OverflowError) as error:
            raise ProtocolError("a float that is none") from error

    def _read_t(self, content: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self.value(each, depth) for each in _list(content))

    def _read_d(self, content: Any, depth: int) -> dict[Any, Any]:
        pairs = [_list(pair, 2) for pair in _list(content)]
        self._pairs += len(pairs)
        if self._pairs > MAX_PAIRS:
            raise ProtocolError("too many entries of dicts")
        try:
            return {self.value(key, depth): self.value(each, depth) for key, each in pairs}
        except TypeError as error:
            raise ProtocolError("a dict with a key that cannot be one") from error

    def _read_r(self, content: Any, depth: int) -> Record:
        name, fields = _list(content, 2)
        pairs = [_list(pair, 2) for pair in _list(fields)]
        if not isinstance(name, str) or not all(isinstance(key, str) for key, _ in pairs):
            raise ProtocolError("a record without names")
        return Record(name, {key: self.value(each, depth) for key, each in pairs})

    def _read_o(self, content: Any, depth: int) -> Opaque:
        name, held = _list(content, 2)
        if not isinstance(name, str):
            raise ProtocolError("an opaque object without a type")
        return Opaque(name[:200], self.value(held, depth))

    def _read_T(self, content: Any, _depth: int) -> Tensor:  # noqa: N802 - named for its kind
        dtype, shape = _list(content, 2)
        sizes = _list(shape)
        self._tensors += 1
        if self._tensors > MAX_TENSORS or len(sizes) > MAX_DIMENSIONS:
            raise ProtocolError("too many tensors or dimensions")
        if not isinstance(dtype, str) or dtype not in DTYPE_SIZES:
            raise ProtocolError("a tensor of no known dtype")
        if not all(type(size) is int and 0 <= size < SAFE_INT for size in sizes):
            raise ProtocolError("a tensor of no possible shape")
        n_bytes = math.prod(sizes) * DTYPE_SIZES[dtype]
        if n_bytes > len(self._payload):
            raise ProtocolError("a tensor that is larger than its bytes")
        data, self._payload = self._payload[:n_bytes], self._payload[n_bytes:]
        try:
            return Tensor(_tensor_array(data, dtype).reshape(sizes), dtype)
        except ValueError as error:  # no elements, and sizes whose product NumPy cannot count
            raise ProtocolError("a tensor of no possible shape") from error


def _list(content: Any, length: int | None = None) -> list[Any]:
    if not isinstance(content, list) or (length is not None and len(content) != length):
        raise ProtocolError("a value that is not of its kind's form")
    return content


def _tensor_bytes(array: np.ndarray[Any, Any], dtype: str) -> bytes:
    if dtype != "bfloat16":
        if dtype not in DTYPE_SIZES or array.dtype.name != dtype:
            raise TypeError(f"an array of {array.dtype} is no {dtype} tensor")
        return np.ascontiguousarray(array).tobytes()
    bits = np.ascontiguousarray(array, dtype=np.float32).view(np.uint32)
    if (bits & 0xFFFF).any():
        raise TypeError("a bfloat16 tensor needs float32 values that are exact in bfloat16")
    return (bits >> 16).astype(np.uint16).tobytes()


def _tensor_array(data: memoryview, dtype: str) -> np.ndarray[Any, Any]:
    if dtype == "bfloat16":
        return (np.frombuffer(data, np.uint16).astype(np.uint32) << 16).view(np.float32)
    if dtype == "bool":
        raw = np.frombuffer(data, np.uint8)
        if (raw > 1).any():
            raise ProtocolError("a bool that is neither 0 nor 1")
        return raw.view(np.bool_)
    return np.frombuffer(data, np.dtype(dtype))
