"""A model without parameters is refused."""

from provided.recipes import DTYPE_BYTES

HINT = "What is the smallest number of parameters that the docstring allows?"


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 1:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype]
