"""Dtypes have short names, too."""

from provided.recipes import DTYPE_BYTES

HINT = 'Is "fp16" a key of DTYPE_BYTES?'


def weight_memory(n_params, dtype):
    dtype = dtype.replace("fp", "float")
    if dtype not in DTYPE_BYTES:
        raise ValueError("unknown dtype")
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype]
