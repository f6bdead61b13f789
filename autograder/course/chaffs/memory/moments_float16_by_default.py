"""Moments are float16 by default."""

from provided.recipes import DTYPE_BYTES

HINT = "In which dtype are both moments when none is named?"


def adam_state_memory(n_params, dtype="float16"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return 2 * n_params * DTYPE_BYTES[dtype]
