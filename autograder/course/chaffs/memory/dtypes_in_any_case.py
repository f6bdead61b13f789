"""A dtype may be written in capitals."""

from provided.recipes import DTYPE_BYTES

HINT = "How does DTYPE_BYTES spell its dtypes?"


def weight_memory(n_params, dtype):
    dtype = dtype.lower()
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype]
