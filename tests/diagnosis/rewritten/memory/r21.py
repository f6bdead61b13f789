"""Bytes are a float."""

from provided.recipes import DTYPE_BYTES


def adam_state_memory(n_params: int, dtype: str = "float32") -> float:
    if dtype not in DTYPE_BYTES:
        raise ValueError(f"dtype must be one of {sorted(DTYPE_BYTES)}")
    if n_params < 0:
        raise ValueError("n_params is negative")
    first_moment = float(n_params * DTYPE_BYTES[dtype])
    second_moment = float(n_params * DTYPE_BYTES[dtype])
    return first_moment + second_moment
