"""The second moment is float32, whatever the caller asks for."""

from provided.recipes import DTYPE_BYTES

HINT = "In which dtype are both moments?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * (DTYPE_BYTES[dtype] + 4)
