"""Values as short text: of more than 12 numbers, only the first 6, the last 4, and their count."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

MAX_VALUES = 12
FIRST, LAST = 6, 4
MAX_CHARACTERS = 160


def is_tensor(value: object) -> bool:
    """Whether `value` is a torch tensor. Torch is never imported here, because some parts do not need it."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_numpy(value: object) -> bool:
    """Whether `value` is a NumPy scalar or array. NumPy is never imported here."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, (numpy.generic, numpy.ndarray))


def dtype_name(value: Any) -> str:
    """Return the dtype of a tensor or array: ``float32``."""
    return str(value.dtype).removeprefix("torch.")


def shape_text(shape: Iterable[int]) -> str:
    """Return a shape like ``2x3``; ``()`` is a single number."""
    return "x".join(str(size) for size in shape) or "()"


def type_name(value: object) -> str:
    """Return the type of a value without its shape: ``float``, ``int64 tensor``."""
    if is_tensor(value) or is_numpy(value):
        array: Any = value
        if is_tensor(value):
            return f"{'' if array.shape else '0-dimensional '}{dtype_name(array)} tensor"
        return f"{dtype_name(array)} NumPy {'array' if array.shape else 'number'}"
    return ascii(type(value).__name__).strip("'")


def type_text(value: Any, *, with_shape: bool = True) -> str:
    """Return the type of a value with its article: ``a float``, ``an int64 tensor of shape 2x3``."""
    if value is None:
        return "None"
    name = type_name(value)
    shaped = with_shape and (is_tensor(value) or is_numpy(value)) and value.shape
    shape = f" of shape {shape_text(value.shape)}" if shaped else ""
    return f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}{shape}"


def describe(value: Any) -> str:
    """Return `value` as one would write it, without its middle: ``[0, 1, ..., 19] (20 numbers)``."""
    text = _text(_written_out(value))
    leaves = [leaf for leaf in _leaves(_written_out(value)) if not isinstance(leaf, (list, tuple, dict))]
    if len(leaves) <= MAX_VALUES:
        return text
    unit = "numbers" if all(isinstance(leaf, (int, float)) for leaf in leaves) else "values"
    nested = isinstance(value, (list, tuple)) and 1 < len(value) < len(leaves)
    items = f"{len(value)} items, " if nested else ""
    return f"{text} ({items}{len(leaves)} {unit})"


def form_text(value: object) -> str:
    """Return the structure of a value, without its items: ``a tuple of 2 lists``, ``a dict of 3 tensors``."""
    if not isinstance(value, (list, tuple, dict)) or not value:
        return type_text(value)
    items = list(value.values()) if isinstance(value, dict) else list(value)
    kinds = {"tensor" if is_tensor(item) else ascii(type(item).__name__).strip("'") for item in items}
    what = kinds.pop() if len(kinds) == 1 else "value"
    return f"{type_text(value)} of {len(items)} {what}{'s' if len(items) > 1 else ''}"


def describe_typed(value: object) -> str:
    """Return `describe(value)` after its type: ``the int 3600``, ``the float32 tensor [[0.5, -0.5]]``."""
    text = describe(value)
    if is_dataclass(value) or value is None or text.startswith("<"):
        return text
    if text == _leaf_text(value) and (is_tensor(value) or is_numpy(value)):
        return f"the {type_text(value).split(' ', 1)[1]}"  # too large to write out: type and shape must do
    return f"the {type_name(value)} {text}"


def describe_result(value: object) -> str:
    """Return `describe(value)`, with the type of a tensor or array, which its numbers do not show."""
    return describe_typed(value) if is_tensor(value) or is_numpy(value) else describe(value)


def number_text(value: float, digits: int = 7) -> str:
    """Return a number with `digits` digits; long ints are grouped as in Python: ``112_000_000``."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        if value.bit_length() > 200:
            return f"an int of {value.bit_length()} bits"
        return f"{value:_}" if abs(value) >= 100_000 else str(value)
    text = f"{value:.{digits}g}"
    return text if any(mark in text for mark in ".ein") else f"{text}.0"


def call_text(name: str, arguments: Iterable[tuple[str, object]]) -> str:
    """Return a call like ``f(logits 1x3x4 float32, token_ids [[0, 1, 2]], window=4)``.

    A tensor has no `=` before it, because its text is not valid Python.
    """
    parts = []
    for argument, value in arguments:
        sign = " " if is_tensor(value) else "=" if argument else ""
        parts.append(f"{argument}{sign}{_text(value) if is_tensor(value) else describe(value)}")
    return f"{name}({', '.join(parts)})"


class _Middle:
    """Counts the values of a text from left to right, and knows which of them are omitted."""

    def __init__(self, total: int) -> None:
        self.hidden = range(FIRST, total - LAST) if total > MAX_VALUES else range(0)
        self.place = 0

    def omits(self, value: object) -> bool:
        """Whether the whole of `value`, which comes next, is omitted; if so, skip it."""
        size = sum(1 for _ in _leaves(value))
        if self.place in self.hidden and self.place + size - 1 in self.hidden:
            self.place += size
            return True
        return False


def _text(value: object, middle: _Middle | None = None) -> str:
    """Return `value` as text, with ``...`` for omitted values at any depth."""
    middle = middle or _Middle(sum(1 for _ in _leaves(value)))
    if is_tensor(value):
        tensor: Any = value
        # logits appear as a shape even if they are few, because nobody reads them
        if tensor.dim() < 3 and 0 < tensor.numel() <= MAX_VALUES:
            return _text(tensor.tolist(), middle)
    if isinstance(value, (list, tuple)) and value:
        opening, closing = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return f"{opening}{_joined((('', item) for item in value), middle)}{comma}{closing}"
    if isinstance(value, dict) and value:
        pairs = ((f"{_leaf_text(key)}: ", item) for key, item in value.items())
        return "{" + _joined(pairs, middle) + "}"
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        inside = _joined(((f"{name}=", getattr(value, name, None)) for name in names), middle)
        return f"{type(value).__name__}({inside})"
    middle.place += 1
    return _leaf_text(value)


def _joined(items: Iterable[tuple[str, object]], middle: _Middle) -> str:
    """Return the text of each item after its label, and one ``...`` for omitted neighbours."""
    parts: list[str] = []
    for label, item in items:
        if not middle.omits(item):
            parts.append(label + _text(item, middle))
        elif not parts or parts[-1] != "...":
            parts.append("...")
    return ", ".join(parts)


def _leaf_text(value: object) -> str:
    if isinstance(value, (list, tuple, dict)):  # an empty one
        return repr(value)
    if isinstance(value, str):
        cut = f"{value[:MAX_CHARACTERS]!a}... ({len(value)} characters)"
        return ascii(value) if len(value) <= MAX_CHARACTERS else cut
    if isinstance(value, (bool, int, float)):
        return number_text(value)
    if is_tensor(value):
        tensor: Any = value
        return f"{shape_text(tensor.shape)} {dtype_name(tensor)}"
    if is_numpy(value):
        return type_text(value)
    name = getattr(value, "__name__", None) or ("None" if value is None else f"<{type(value).__name__}>")
    return ascii(name).strip("'")


def _written_out(value: Any) -> object:
    """Return a small tensor or array as nested lists, and anything else unchanged."""
    if is_tensor(value) and 0 < value.numel() <= MAX_VALUES:
        return value.tolist()
    if is_numpy(value) and 0 < value.size <= MAX_VALUES:
        return value.tolist()
    return value


def _leaves(value: Any) -> Iterator[object]:
    """Yield the innermost values: numbers, texts and empty lists."""
    if isinstance(value, (list, tuple)) and value:
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict) and value:
        yield from _leaves(list(value.values()))
    elif is_tensor(value) and value.dim() < 3 and 0 < value.numel() <= MAX_VALUES:
        yield from _leaves(value.tolist())
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _leaves([getattr(value, field.name, None) for field in fields(value)])
    else:
        yield value
