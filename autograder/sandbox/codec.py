"""The grader's side of the wire: encode values as JSON nodes and buffers, and decode them, trusting nothing.

Null, booleans, strings, ints below 2**53 and arrays (lists) stand for themselves. Each other node is an
object with one key: i (a large int, in hex), f (a float, by `float.hex`), t (tuple), d (dict, as pairs), T
(tensor: dtype and shape; its bytes are the next buffer), r (a record), p (a provided object), k (a callback's
number), o (opaque: the type's name and, for a scalar, its value).

It is our own format: pickle runs code, and JSON, msgpack and CBOR alone keep neither tuples nor dtypes apart.
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
MAX_KEY_ITEMS = 4 * MAX_PAIRS


class Encoder:
    """Encode values as nodes, and collect the tensors' bytes and the callbacks."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.callbacks: list[Callback] = []

    def node(self, value: Any) -> Any:
        """Return the node of a value.

        Raises:
            TypeError: the wire has no kind for it: a hidden test's mistake.
        """
        if value is None or type(value) in (bool, str):
            return value
        if type(value) is int:
            return value if -SAFE_INT < value < SAFE_INT else {"i": hex(value)}
        if type(value) is float:
            return {"f": value.hex()}
        if type(value) is list:
            return [self.node(item) for item in value]
        if type(value) is tuple:
            return {"t": [self.node(item) for item in value]}
        if type(value) is dict:
            return {"d": [[self.node(key), self.node(item)] for key, item in value.items()]}
        return self._object(value)

    def _object(self, value: Any) -> Any:
        match value:
            case np.ndarray():
                return self._object(Tensor.of(value))
            case Tensor(array=array, dtype=dtype):
                self.buffers.append(tensor_bytes(array, dtype))
                return {"T": [dtype, list(array.shape)]}
            case Record(name=name, fields=fields):
                return {"r": [name, [[key, self.node(item)] for key, item in fields.items()]]}
            case Provided(name=name, options=options):
                return {"p": [name, self.node(options)]}
            case Opaque(type_name=name, value=held):
                return {"o": [name, self.node(held)]}
            case Callback():
                self.callbacks.append(value)
                return {"k": len(self.callbacks) - 1}
        raise TypeError(f"{type(value).__name__} cannot cross the wire")


class Decoder:
    """Decode a worker's nodes. `payload` holds the tensors' bytes, in order.

    Each value has exactly one valid node, the one that our own writer sends. All others are refused.
    """

    def __init__(self, payload: bytes) -> None:
        self._payload = memoryview(payload)
        self._tensors = 0
        self._pairs = 0
        self._key_items = 0
        self._kinds: dict[str, Callable[[Any, int], Any]] = {
            "i": self._int, "f": self._float, "t": self._tuple, "d": self._dict,
            "r": self._record, "o": self._opaque, "T": self._tensor,
        }  # fmt: skip

    def value(self, node: Any, depth: int = 0) -> Any:
        """Return the value of a node.

        Raises:
            ProtocolError: the node is of an unknown kind, too deep, or does not fit the payload.
        """
        if depth > MAX_DEPTH:
            raise ProtocolError(f"a value nested more than {MAX_DEPTH} deep")
        if type(node) is int and not -SAFE_INT < node < SAFE_INT:
            raise ProtocolError("a bare int is too large")
        if node is None or isinstance(node, bool | int | str):
            return node
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if not isinstance(node, dict) or len(node) != 1:
            raise ProtocolError("a value of an unknown kind")
        ((kind, content),) = node.items()
        if kind not in self._kinds:
            raise ProtocolError(f"a value of the unknown kind {kind[:20]!a}")
        return self._kinds[kind](content, depth + 1)

    def finish(self) -> None:
        """Check that the tensors used up the payload."""
        if len(self._payload):
            raise ProtocolError(f"{len(self._payload)} bytes too many")

    def _int(self, content: Any, _depth: int) -> int:
        if not isinstance(content, str) or len(content) > MAX_HEX_DIGITS:
            raise ProtocolError("an int has too many digits")
        try:
            number = int(content, 16)
        except ValueError as error:
            raise ProtocolError("a malformed int") from error
        if -SAFE_INT < number < SAFE_INT or hex(number) != content:
            raise ProtocolError("an int is not in its canonical form")
        return number

    def _float(self, content: Any, _depth: int) -> float:
        if not isinstance(content, str) or len(content) > MAX_FLOAT:
            raise ProtocolError("a malformed float")
        try:
            number = float.fromhex(content)
        except (ValueError, OverflowError) as error:
            raise ProtocolError("a malformed float") from error
        if number.hex() != content:
            raise ProtocolError("a float is not in its canonical form")
        return number

    def _tuple(self, content: Any, depth: int) -> tuple[Any, ...]:
        return tuple([self.value(item, depth) for item in _list(content)])

    def _dict(self, content: Any, depth: int) -> dict[Any, Any] | Opaque:
        pairs = [_list(pair, 2) for pair in _list(content)]
        self._pairs += len(pairs)
        if self._pairs > MAX_PAIRS:
            raise ProtocolError("too many dict entries")
        found = [(self.value(key, depth), self.value(item, depth)) for key, item in pairs]
        # Few and plain keys only: keys with equal hashes are compared with each other.
        if not all(self._is_key(key) for key, _ in found) or len(result := dict(found)) != len(found):
            return Opaque(ODD_DICT)
        return result

    def _is_key(self, key: Any) -> bool:
        self._key_items += 1
        if self._key_items > MAX_KEY_ITEMS:
            return False
        if isinstance(key, tuple):
            return all(map(self._is_key, key))
        return key is None or isinstance(key, bool | int | float | str)

    def _record(self, content: Any, depth: int) -> Record:
        name, fields = _list(content, 2)
        pairs = [_list(pair, 2) for pair in _list(fields)]
        if not all(map(_is_name, [name, *(key for key, _ in pairs)])):
            raise ProtocolError("a record without names")
        found = {key: self.value(item, depth) for key, item in pairs}
        if len(found) != len(pairs):
            raise ProtocolError("a record has a field twice")
        return Record(name, found)

    def _opaque(self, content: Any, depth: int) -> Opaque:
        name, held = _list(content, 2)
        if not _is_name(name):
            raise ProtocolError("an opaque object has no type")
        value = self.value(held, depth)
        if not (value is None or isinstance(value, bool | int | float)):
            raise ProtocolError("an opaque object holds more than a number")
        return Opaque(name, value)

    def _tensor(self, content: Any, _depth: int) -> Tensor:
        dtype, shape = _list(content, 2)
        sizes = _list(shape)
        self._tensors += 1
        if self._tensors > MAX_TENSORS or len(sizes) > MAX_DIMENSIONS:
            raise ProtocolError("too many tensors or dimensions")
        if not isinstance(dtype, str) or dtype not in DTYPE_SIZES:
            raise ProtocolError("a tensor has an unknown dtype")
        if not all(type(size) is int and size >= 0 for size in sizes):
            raise ProtocolError("a tensor has an impossible shape")
        # Zeros count as ones: NumPy would allocate gigabytes for a tensor without elements.
        if math.prod(size or 1 for size in sizes) * DTYPE_SIZES[dtype] > MAX_PAYLOAD:
            raise ProtocolError("a tensor is too large")
        n_bytes = math.prod(sizes) * DTYPE_SIZES[dtype]
        if n_bytes > len(self._payload):
            raise ProtocolError("a tensor is larger than the rest of the payload")
        data, self._payload = self._payload[:n_bytes], self._payload[n_bytes:]
        return Tensor(tensor_array(data, dtype).reshape(sizes), dtype)


def _list(content: Any, length: int | None = None) -> list[Any]:
    if not isinstance(content, list) or (length is not None and len(content) != length):
        raise ProtocolError("a value is malformed for its kind")
    return content


def _is_name(content: Any) -> bool:
    return isinstance(content, str) and len(content) <= MAX_NAME
