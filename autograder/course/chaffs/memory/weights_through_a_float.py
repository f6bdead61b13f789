"""Bytes are computed as a float and made an int afterwards."""

from provided.recipes import DTYPE_BYTES

HINT = "How many digits does a float keep?"


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return int(n_params * (8.0 * DTYPE_BYTES[dtype]) / 8)
