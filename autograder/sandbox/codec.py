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
    MAX_NAME,
    MAX_PAIRS,
    MAX_PAYLOAD,
    MAX_TENSORS,
    SAFE_INT,
    ProtocolError,
)
from autograder.sandbox.tensor_bytes import tensor_array, tensor_bytes
from autograder.sandbox.values import DTYPE_SIZES, ODD_DICT, Callback, Opaque, Provided, Record, Tensor

MAX_FLOAT = 24  # characters: -0x1.fffffffffffffp-1022
MAX_PARTS_OF_KEYS = 4 * MAX_PAIRS


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
                self.buffers.append(tensor_bytes(array, dtype))
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
    """Turns nodes from a worker back into values; `payload` has the tensors' bytes, in order.

    Each value has one node, and another one is refused: what is accepted is what our own writer would
    have sent for it.
    """

    def __init__(self, payload: bytes) -> None:
        self._payload = memoryview(payload)
        self._tensors = 0
        self._pairs = 0
        self._parts_of_keys = 0
        self._kinds: dict[str, Callable[[Any, int], Any]] = {
            "i": self._int, "f": self._float, "t": self._tuple, "d": self._dict,
            "r": self._record, "o": self._opaque, "T": self._tensor,
        }  # fmt: skip

    def value(self, node: Any, depth: int = 0) -> Any:
        """The value of a node.

        Raises:
            ProtocolError: the node is of no kind, too deep, or does not fit the payload.
        """
        if depth > MAX_DEPTH:
            raise ProtocolError(f"a value nested more than {MAX_DEPTH} deep")
        if type(node) is int and not -SAFE_INT < node < SAFE_INT:
            raise ProtocolError("a bare int that is too large")
        if node is None or isinstance(node, bool | int | str):
            return node
        if isinstance(node, list):
            return [self.value(each, depth + 1) for each in node]
        if not isinstance(node, dict) or len(node) != 1:
            raise ProtocolError("a value of no known kind")
        ((kind, content),) = node.items()
        if kind not in self._kinds:
            raise ProtocolError(f"a value of the unknown kind {kind[:20]!a}")
        return self._kinds[kind](content, depth + 1)

    def finish(self) -> None:
        """Checks that the tensors were all of the payload."""
        if len(self._payload):
            raise ProtocolError(f"{len(self._payload)} bytes too many")

    def _int(self, content: Any, _depth: int) -> int:
        if not isinstance(content, str) or len(content) > MAX_HEX_DIGITS:
            raise ProtocolError("an int of absurd size")
        try:
            number = int(content, 16)
        except ValueError as error:
            raise ProtocolError("an int that is none") from error
        if -SAFE_INT < number < SAFE_INT or hex(number) != content:
            raise ProtocolError("an int in another form than ours")
        return number

    def _float(self, content: Any, _depth: int) -> float:
        if not isinstance(content, str) or len(content) > MAX_FLOAT:
            raise ProtocolError("a float that is none")
        try:
            number = float.fromhex(content)
        except (ValueError, OverflowError) as error:
            raise ProtocolError("a float that is none") from error
        if number.hex() != content:
            raise ProtocolError("a float in another form than ours")
        return number

    def _tuple(self, content: Any, depth: int) -> tuple[Any, ...]:
        return tuple([self.value(each, depth) for each in _list(content)])

    def _dict(self, content: Any, depth: int) -> dict[Any, Any] | Opaque:
        pairs = [_list(pair, 2) for pair in _list(content)]
        self._pairs += len(pairs)
        if self._pairs > MAX_PAIRS:
            raise ProtocolError("too many entries of dicts")
        found = [(self.value(key, depth), self.value(each, depth)) for key, each in pairs]
        # Keys are compared with each other, whole, where hashes agree: so they are few, and plain.
        if not all(self._is_key(key) for key, _ in found) or len(result := dict(found)) != len(found):
            return Opaque(ODD_DICT)
        return result

    def _is_key(self, key: Any) -> bool:
        self._parts_of_keys += 1
        if self._parts_of_keys > MAX_PARTS_OF_KEYS:
            return False
        if isinstance(key, tuple):
            return all(map(self._is_key, key))
        return key is None or isinstance(key, bool | int | float | str)

    def _record(self, content: Any, depth: int) -> Record:
        name, fields = _list(content, 2)
        pairs = [_list(pair, 2) for pair in _list(fields)]
        if not all(map(_is_name, [name, *(key for key, _ in pairs)])):
            raise ProtocolError("a record without names")
        found = {key: self.value(each, depth) for key, each in pairs}
        if len(found) != len(pairs):
            raise ProtocolError("a record with a field that comes twice")
        return Record(name, found)

    def _opaque(self, content: Any, depth: int) -> Opaque:
        name, held = _list(content, 2)
        if not _is_name(name):
            raise ProtocolError("an opaque object without a type")
        value = self.value(held, depth)
        if not (value is None or isinstance(value, bool | int | float)):
            raise ProtocolError("an opaque object that holds more than a number")
        return Opaque(name, value)

    def _tensor(self, content: Any, _depth: int) -> Tensor:
        dtype, shape = _list(content, 2)
        sizes = _list(shape)
        self._tensors += 1
        if self._tensors > MAX_TENSORS or len(sizes) > MAX_DIMENSIONS:
            raise ProtocolError("too many tensors or dimensions")
        if not isinstance(dtype, str) or dtype not in DTYPE_SIZES:
            raise ProtocolError("a tensor of no known dtype")
        if not all(type(size) is int and size >= 0 for size in sizes):
            raise ProtocolError("a tensor of no possible shape")
        # Without the zeros, too: NumPy allocates as if they were ones, gigabytes for no element at all.
        if math.prod(size or 1 for size in sizes) * DTYPE_SIZES[dtype] > MAX_PAYLOAD:
            raise ProtocolError("a tensor of an absurd shape")
        n_bytes = math.prod(sizes) * DTYPE_SIZES[dtype]
        if n_bytes > len(self._payload):
            raise ProtocolError("a tensor that is larger than its bytes")
        data, self._payload = self._payload[:n_bytes], self._payload[n_bytes:]
        return Tensor(tensor_array(data, dtype).reshape(sizes), dtype)


def _list(content: Any, length: int | None = None) -> list[Any]:
    if not isinstance(content, list) or (length is not None and len(content) != length):
        raise ProtocolError("a value that is not of its kind's form")
    return content


def _is_name(content: Any) -> bool:
    return isinstance(content, str) and len(content) <= MAX_NAME
