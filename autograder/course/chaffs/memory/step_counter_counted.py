"""A step counter of four bytes is counted, too."""

from provided.recipes import DTYPE_BYTES

HINT = "Which values does the docstring count for each parameter?"


def adam_state_memory(n_params, dtype="float32"):
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return 2 * n_params * DTYPE_BYTES[dtype] + 4
