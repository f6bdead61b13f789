"""The worker's side of the wire: decode arguments to Python and torch values, and encode results.

The kinds are those of `sandbox.codec`. Arguments come from the grader and are trusted. Results go to the
grader, which trusts nothing.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import torch

from autograder.sandbox.frames import (
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_HEX_DIGITS,
    MAX_PAIRS,
    MAX_PAYLOAD,
    MAX_TENSORS,
    ProtocolError,
)
from autograder.sandbox.inside.models import MODELS, build_model

SAFE_INT = 1 << 53
DTYPES = {
    name: getattr(torch, name)
    for name in (
        "bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64",
    )
}  # fmt: skip
DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}


class ArgumentReader:
    """Build arguments. `tensors` are all tensors among them, in order."""

    def __init__(self, payload: bytes, callback: Callable[[int, tuple[Any, ...]], Any]) -> None:
        self._payload = payload
        self._offset = 0
        self._callback = callback
        self.tensors: list[torch.Tensor] = []

    def value(self, node: Any) -> Any:
        """Return the value of a node."""
        if node is None or isinstance(node, bool | int | str):
            return node
        if isinstance(node, list):
            return [self.value(each) for each in node]
        ((kind, content),) = node.items()
        return getattr(self, f"_read_{kind}")(content)

    def _read_i(self, content: str) -> int:
        return int(content, 16)

    def _read_f(self, content: str) -> float:
        return float.fromhex(content)

    def _read_t(self, content: list[Any]) -> tuple[Any, ...]:
        return tuple(self.value(each) for each in content)

    def _read_d(self, content: list[Any]) -> dict[Any, Any]:
        return {self.value(key): self.value(each) for key, each in content}

    def _read_T(self, content: list[Any]) -> torch.Tensor:  # noqa: N802 - named for its kind
        dtype, shape = DTYPES[content[0]], content[1]
        n_bytes = math.prod(shape) * dtype.itemsize
        data = bytearray(self._payload[self._offset : self._offset + n_bytes])
        self._offset += n_bytes
        tensor = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
        self.tensors.append(tensor.reshape(shape))
        return self.tensors[-1]

    def _read_r(self, content: list[Any]) -> Any:
        return provided_class(content[0])(**{name: self.value(node) for name, node in content[1]})

    def _read_p(self, content: list[Any]) -> Any:
        name, options = content[0], self.value(content[1])
        return build_model(name, options) if name in MODELS else provided_class(name)(**options)

    def _read_k(self, content: int) -> Callable[..., Any]:
        return lambda *args: self._callback(content, args)


class ResultWriter:
    """Encode returned values as nodes. A value without a kind crosses as the name of its type."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self._pairs = 0

    def node(self, value: Any, depth: int = 0) -> Any:
        """Return the node of a value.

        Numbers and tensors need the exact type. For containers a subclass counts too: a named tuple is a
        tuple.

        Raises:
            ProtocolError: the value is over the grader's limits.
        """
        if depth >= MAX_DEPTH:
            raise ProtocolError("nested too deeply")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return value if -SAFE_INT < value < SAFE_INT else {"i": _hex(value)}
        if kind is float:
            return {"f": value.hex()}
        if isinstance(value, list):
            return [self.node(each, depth + 1) for each in list.__iter__(value)]
        if isinstance(value, tuple):
            return {"t": [self.node(each, depth + 1) for each in tuple.__iter__(value)]}
        if isinstance(value, dict):
            self._pairs += len(value)
            if self._pairs > MAX_PAIRS:
                raise ProtocolError("too many dict entries")
            pairs = dict.items(value)
            return {"d": [[self.node(key, depth + 1), self.node(each, depth + 1)] for key, each in pairs]}
        if kind is torch.Tensor:
            return self._tensor(value)
        return self._object(value, depth)

    def _tensor(self, tensor: torch.Tensor) -> Any:
        if word := _why_not_dense(tensor):
            return {"o": [f"{word} tensor", None]}
        too_many = len(self.buffers) >= MAX_TENSORS or tensor.dim() > MAX_DIMENSIONS
        if too_many or tensor.numel() * tensor.element_size() > MAX_PAYLOAD:
            raise ProtocolError("too many tensors, dimensions or elements")
        plain = tensor.detach().resolve_conj().resolve_neg()
        # NumPy has no bfloat16: its bits are sent as integers of the same size.
        array = (plain.view(torch.int16) if plain.dtype is torch.bfloat16 else plain).numpy()
        self.buffers.append(array.tobytes())
        return {"T": [DTYPE_NAMES[tensor.dtype], list(tensor.shape)]}

    def _object(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind.__module__.startswith("provided.") and is_dataclass(value):
            members = [[f.name, self.node(getattr(value, f.name), depth + 1)] for f in fields(value)]
            return {"r": [kind.__name__, members]}
        # The value of a NumPy scalar crosses, so that a message can say: right value, wrong type.
        held = (
            value.item()
            if kind.__module__ == "numpy" and hasattr(value, "item") and value.ndim == 0
            else None
        )
        plain = type(held) in (bool, int, float)
        name = f"{kind.__module__}.{kind.__qualname__}"
        return {"o": [name[:200], self.node(held, depth + 1) if plain else None]}


@cache
def provided_class(name: str) -> Any:
    """Return the class of that name in the given `provided/`, which the zygote has loaded."""
    given = [module for path, module in sys.modules.items() if path.startswith("provided.")]
    return next(vars(module)[name] for module in given if name in vars(module))


def _hex(value: int) -> str:
    if value.bit_length() > 4 * (MAX_HEX_DIGITS - 3):  # without sign and prefix
        raise ProtocolError("an int has too many digits")
    return hex(value)


def _why_not_dense(tensor: torch.Tensor) -> str:
    """Return in a word why a tensor cannot cross, or ""."""
    if tensor.layout is not torch.strided:
        return "sparse"
    if tensor.is_quantized:
        return "quantized"
    if tensor.device.type != "cpu":
        return tensor.device.type
    return "" if tensor.dtype in DTYPE_NAMES else str(tensor.dtype).removeprefix("torch.")
