"""Values as short text in plain ASCII: at most ten numbers of any value, and its size beyond that."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

MOST_VALUES = 10
MOST_CHARACTERS = 160


def is_tensor(value: object) -> bool:
    """Whether `value` is a torch tensor; torch is looked up, never imported: half of the parts do without."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_numpy(value: object) -> bool:
    """Whether `value` is a NumPy scalar or array; NumPy is looked up, never imported."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, (numpy.generic, numpy.ndarray))


def dtype_name(value: Any) -> str:
    """The dtype of a tensor or array: ``float32``."""
    return str(value.dtype).removeprefix("torch.")


def shape_text(shape: Iterable[int]) -> str:
    """A shape as in ``2x3``; ``()`` is a single number."""
    return "x".join(str(size) for size in shape) or "()"


def type_text(value: object) -> str:
    """The type of a value with its article: ``a float``, ``an int64 tensor of shape 2x3``."""
    if value is None:
        return "None"
    name = ascii(type(value).__name__).strip("'")
    if is_tensor(value) or is_numpy(value):
        array: Any = value
        kind = "tensor" if is_tensor(value) else "NumPy array" if array.shape else "NumPy number"
        shape = f" of shape {shape_text(array.shape)}" if array.shape else ""
        name = (
            f"{'0-dimensional ' if kind == 'tensor' and not shape else ''}{dtype_name(array)} {kind}{shape}"
        )
    return f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}"


def describe(value: object) -> str:
    """`value` as a reader would write it, cut after ten numbers: ``[0, 1, ...] (12 numbers)``."""
    text = _text(_written_out(value), [MOST_VALUES])
    leaves = list(_leaves(_written_out(value)))
    if len(leaves) <= MOST_VALUES:
        return text
    unit = "numbers" if all(isinstance(leaf, (int, float)) for leaf in leaves) else "values"
    items = f"{len(value)} items, " if isinstance(value, (list, tuple)) and len(value) < len(leaves) else ""
    return f"{text} ({items}{len(leaves)} {unit})"


def describe_typed(value: object) -> str:
    """`describe` with the type before it: ``the int 3600``, ``the float32 tensor [[0.5, -0.5]]``."""
    text = describe(value)
    if is_dataclass(value) or value is None or text.startswith("<"):
        return text
    kind = type_text(value).split(" ", 1)[1]
    if text == _leaf_text(value) and (is_tensor(value) or is_numpy(value)):
        return f"the {kind}"  # too large to write out, so that its type says all there is to say
    return f"the {kind.split(' of shape')[0]} {text}"


def describe_result(value: object) -> str:
    """`describe`, with the type of a tensor or an array, which its numbers do not give away."""
    return describe_typed(value) if is_tensor(value) or is_numpy(value) else describe(value)


def number_text(value: float, digits: int = 7) -> str:
    """A number with as many digits as matter; long ints are grouped as Python allows: ``112_000_000``."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        if value.bit_length() > 200:
            return f"an int of {value.bit_length()} bits"
        return f"{value:_}" if abs(value) >= 100_000 else str(value)
    text = f"{value:.{digits}g}"
    return text if any(mark in text for mark in ".ein") else f"{text}.0"


def call_text(name: str, arguments: Iterable[tuple[str, object]]) -> str:
    """A call as in ``f(logits 1x3x4 float32, token_ids [[0, 1, 2]], window=4)``.

    The `=` stands only where the text could be pasted into Python, so not before a tensor.
    """
    parts = []
    for argument, value in arguments:
        sign = " " if is_tensor(value) else "=" if argument else ""
        parts.append(
            f"{argument}{sign}{_text(value, [MOST_VALUES]) if is_tensor(value) else describe(value)}"
        )
    return f"{name}({', '.join(parts)})"


def _text(value: object, left: list[int]) -> str:
    """`value` as text; `left` counts down what may still be shown, across all levels of nesting."""
    if is_tensor(value):
        tensor: Any = value
        # logits are told by their shape even when they are few: nobody reads them
        if tensor.dim() < 3 and 0 < tensor.numel() <= MOST_VALUES:
            return _text(tensor.tolist(), left)
    if isinstance(value, (list, tuple)):
        opening, closing = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return f"{opening}{', '.join(_parts(value, left))}{comma}{closing}"
    if isinstance(value, dict):
        pairs = zip(value, _parts(value.values(), left), strict=False)
        return "{" + ", ".join(f"{_leaf_text(key)}: {part}" for key, part in pairs) + "}"
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        parts = _parts([getattr(value, name, None) for name in names], left)
        inside = ", ".join(f"{name}={part}" for name, part in zip(names, parts, strict=False))
        return f"{type(value).__name__}({inside})"
    left[0] -= 1
    return _leaf_text(value)


def _parts(values: Iterable[object], left: list[int]) -> Iterator[str]:
    """The text of each value, and ``...`` in place of the first one that is too many."""
    for value in values:
        if left[0] <= 0:
            yield "..."
            return
        yield _text(value, left)


def _leaf_text(value: object) -> str:
    if isinstance(value, str):
        cut = f"{value[:MOST_CHARACTERS]!a}... ({len(value)} characters)"
        return ascii(value) if len(value) <= MOST_CHARACTERS else cut
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
    """A small tensor or array as the lists that it holds; anything else as it is."""
    if is_tensor(value) and 0 < value.numel() <= MOST_VALUES:
        return value.tolist()
    if is_numpy(value) and 0 < value.size <= MOST_VALUES:
        return value.tolist()
    return value


def _leaves(value: object) -> Iterator[object]:
    """What is shown one by one: the numbers and texts at the bottom of all nesting."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    elif is_tensor(value) and _text(value, [MOST_VALUES]) != _leaf_text(value):
        yield from _leaves(_written_out(value))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _leaves([getattr(value, field.name, None) for field in fields(value)])
    else:
        yield value
