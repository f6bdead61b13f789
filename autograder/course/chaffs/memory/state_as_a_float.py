"""Bytes are a float."""

from provided.recipes import DTYPE_BYTES

HINT = "What type is a number of bytes?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return 2.0 * n_params * DTYPE_BYTES[dtype]
