"""Two ideas:

1. The sizes are taken as bits and divided by eight, that is one eighth of the bytes.
2. A negative number of parameters is accepted.
"""

from provided.recipes import DTYPE_BYTES


def weight_memory(n_params: int, dtype: str) -> int:
    if dtype not in DTYPE_BYTES:
        raise ValueError(f"unknown dtype {dtype!r}")
    bits_per_number = DTYPE_BYTES[dtype]
    return n_params * bits_per_number // 8
