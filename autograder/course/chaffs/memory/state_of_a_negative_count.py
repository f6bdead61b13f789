"""A negative number of parameters has a negative state."""

from provided.recipes import DTYPE_BYTES

HINT = "Which numbers of parameters does the docstring refuse?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    return 2 * n_params * DTYPE_BYTES[dtype]
