"""The weights are counted as a part of Adam's state."""

from provided.recipes import DTYPE_BYTES

HINT = "How many values for each parameter exist only because of Adam?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return 3 * n_params * DTYPE_BYTES[dtype]
