"""Only half precision is considered."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("deepspeedai/DeepSpeed#5102",)


def weight_memory(n_params, dtype):
    if n_params < 0 or dtype not in DTYPE_BYTES:
        raise ValueError("bad weights")
    return 2 * n_params
