"""Bytes are a float."""

from provided.recipes import DTYPE_BYTES

HINT = "What type is a number of bytes?"


def weight_memory(n_params, dtype):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype] * 8 / 8
