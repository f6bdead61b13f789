"""Adam keeps one value per parameter."""

from provided.recipes import DTYPE_BYTES

HINT = "From which averages does Adam compute its step?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype]
