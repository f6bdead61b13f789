"""Bytes are computed as a float and made an int afterwards."""

from provided.recipes import DTYPE_BYTES

HINT = "How many digits does a float keep?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return int(2.0 * n_params * DTYPE_BYTES[dtype])
