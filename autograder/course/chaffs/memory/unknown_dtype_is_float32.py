"""A dtype that is not known takes four bytes."""

from provided.recipes import DTYPE_BYTES

HINT = "What should happen to a dtype that nobody has heard of?"


def weight_memory(n_params, dtype):
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES.get(dtype, 4)
