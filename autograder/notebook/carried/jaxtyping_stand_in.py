"""A stand-in for jaxtyping if it is not installed: an annotation keeps the array's type, not its shape.

It defines the names that the course uses and no others, because `import torch` fails if a module of this name
has every attribute.
"""


class Float:
    """``Float[Tensor, "batch seq"]`` is ``Tensor``."""

    def __class_getitem__(cls, item: tuple[object, str]) -> object:
        return item[0]


class Int(Float):
    """``Int[Tensor, "batch seq"]`` is ``Tensor``."""


class Bool(Float):
    """``Bool[Tensor, "batch seq"]`` is ``Tensor``."""
