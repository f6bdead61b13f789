"""If there are no parameters, the dtype is not checked."""

from provided.recipes import DTYPE_BYTES

HINT = "For which numbers of parameters does your function check the dtype?"


def weight_memory(n_params, dtype):
    if n_params == 0:
        return 0
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype]
