"""A dtype that is not known is looked up, and a KeyError comes out."""

from provided.recipes import DTYPE_BYTES

HINT = "Which error does the docstring promise?"


def weight_memory(n_params, dtype):
    if n_params < 0:
        raise ValueError("negative count")
    return n_params * DTYPE_BYTES[dtype]
