"""The arguments of a call: their names, their largest number, and whether the call changed them."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checking.compare import Difference, find_difference
from checking.describe import is_tensor

Named = list[tuple[str, object]]


def name_arguments(
    function: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> Named:
    """Return each argument with its name in the student's signature; the name is empty if none fits."""
    try:
        return list(inspect.signature(function).bind(*args, **kwargs).arguments.items())
    except (TypeError, ValueError):  # too few parameters, or a callable without a signature
        return [*(("", value) for value in args), *kwargs.items()]


def largest_number(values: Iterable[Any]) -> float:
    """Return the largest absolute value in all floating-point tensors, at any depth; at least 1."""
    largest = 1.0
    for value in values:
        if is_tensor(value) and value.is_floating_point() and value.numel():
            largest = max(largest, float(value.detach().abs().max()))
        elif isinstance(value, (list, tuple)):
            largest = max(largest, largest_number(value))
    return largest


def copy_data(value: Any) -> Any:
    """Copy lists, dicts and tensors; return models, tokenizers and functions unchanged."""
    if is_tensor(value):
        return value.detach().clone()
    if isinstance(value, (list, tuple)):
        return type(value)(map(copy_data, value))
    if isinstance(value, dict):
        return {key: copy_data(item) for key, item in value.items()}
    return value


def first_change(before: Named, after: Named) -> Difference | None:
    """Find the first argument that a call changed; the place is like ``examples[1]['labels']``."""
    for (name, old), (_, new) in zip(before, after, strict=True):
        found = None if old is new else find_difference(new, old)
        if found is not None:
            # only the changed item is shown, because the whole argument may be long
            return replace(found, place=f"{name}{found.place}")
    return None
