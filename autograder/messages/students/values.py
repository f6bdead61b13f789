"""Words on how a returned value differs from the expected one."""

WRONG_VALUE = "wrong value"
WRONG_LENGTH = "wrong length"
WRONG_KEYS = "wrong keys"
WRONG_FORM = "wrong form"
NO_GRADIENT = "no gradient reaches the logits"
ARGUMENT_CHANGED = "an argument was changed"


def wrong_type(got: str, expected: str, *, right_value: bool) -> str:
    """Say that a value has the wrong type.

    >>> wrong_type("float", "int", right_value=True)
    'right value, wrong type: float instead of int'
    """
    return _right_value(right_value) + f"wrong type: {got} instead of {expected}"


def wrong_dtype(got: str, expected: str, *, right_value: bool) -> str:
    """Say that a tensor has the wrong dtype."""
    return _right_value(right_value) + f"wrong dtype: {got} instead of {expected}"


def wrong_shape(n_dimensions: int | None, *, right_value: bool) -> str:
    """Say that a tensor has the wrong shape.

    Args:
        n_dimensions: of the expected tensor, if the other one has more or fewer.
        right_value: whether the elements are right, in order.
    """
    expected = "" if n_dimensions is None else f": expected a tensor with dim() == {n_dimensions}"
    return _right_value(right_value) + f"wrong shape{expected}"


def gradient(difference: str) -> str:
    """Say how a gradient differs."""
    return f"the gradient: {difference}"


def _right_value(is_right: bool) -> str:
    return "right value, " if is_right else ""
