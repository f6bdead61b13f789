"""A negative number of parameters takes a negative number of bytes."""

from provided.recipes import DTYPE_BYTES

HINT = "Which numbers of parameters does the docstring refuse?"


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    return n_params * DTYPE_BYTES[dtype]
