"""Bytes are a float."""

from provided.recipes import DTYPE_BYTES


def weight_memory(n_params: int, dtype: str) -> float:
    if dtype not in DTYPE_BYTES:
        raise ValueError(f"unknown dtype {dtype!r}")
    if n_params < 0:
        raise ValueError("n_params must not be negative")
    return float(n_params) * DTYPE_BYTES[dtype]
