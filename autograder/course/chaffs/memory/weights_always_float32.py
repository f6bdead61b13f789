"""Every weight takes four bytes."""

from provided.recipes import DTYPE_BYTES

HINT = "How many bytes is one number of 16 bits?"


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * 4
