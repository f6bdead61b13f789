"""A dtype that is not known takes four bytes."""

from provided.recipes import DTYPE_BYTES

HINT = "What should happen to a dtype that nobody has heard of?"


def adam_state_memory(n_params, dtype="float32"):
    if n_params < 0:
        raise ValueError("negative count")
    return 2 * n_params * DTYPE_BYTES.get(dtype, 4)
