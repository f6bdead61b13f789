"""The bits of all weights are counted."""

from provided.recipes import DTYPE_BYTES

HINT = "How many bits does a byte have?"


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return 8 * n_params * DTYPE_BYTES[dtype]
