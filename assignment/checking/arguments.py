"""The arguments of a call: their names, how large they are, and whether the call changed them."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from checking.compare import find_difference
from checking.describe import is_tensor

Named = list[tuple[str, object]]


def name_arguments(
    function: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> Named:
    """Each argument with the name that the student's own signature gives it; no name where none fits."""
    try:
        return list(inspect.signature(function).bind(*args, **kwargs).arguments.items())
    except (TypeError, ValueError):  # too few parameters, or a callable without a signature
        return [*(("", value) for value in args), *kwargs.items()]


def largest_number(values: Iterable[Any]) -> float:
    """The largest absolute value in all floating-point tensors, however deep they lie; at least 1."""
    largest = 1.0
    for value in values:
        if is_tensor(value) and value.is_floating_point() and value.numel():
            largest = max(largest, float(value.detach().abs().max()))
        elif isinstance(value, (list, tuple)):
            largest = max(largest, largest_number(value))
    return largest


def copy_data(value: Any) -> Any:
    """A copy of lists, dicts and tensors; models, tokenizers and functions as they are."""
    if is_tensor(value):
        return value.detach().clone()
    if isinstance(value, (list, tuple)):
        return type(value)(map(copy_data, value))
    if isinstance(value, dict):
        return {key: copy_data(item) for key, item in value.items()}
    return value


def first_change(before: Named, after: Named) -> str | None:
    """Which argument a call has changed, and how: ``examples[1]['labels']: it was [3] …``."""
    for (name, old), (_, new) in zip(before, after, strict=True):
        found = None if old is new else find_difference(new, old)
        if found is not None:
            # what an argument was is told at the place where it changed, however much there is around it
            return f"{name}{found.place}: it was {found.expected}, and is {found.returned} now".lstrip(": ")
    return None
