"""A model without parameters is refused."""

from provided.recipes import DTYPE_BYTES

HINT = "What is the smallest number of parameters that the docstring allows?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 1:
        raise ValueError("negative count")
    return 2 * n_params * DTYPE_BYTES[dtype]
