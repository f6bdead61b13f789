"""The optimizer has 16 bytes per parameter in half precision, and 8 in float32."""

from provided.recipes import DTYPE_BYTES

SEEN_IN = ("deepspeedai/DeepSpeed#3442", "deepspeedai/DeepSpeed#3598")


def adam_state_memory(n_params, dtype="float32"):
    if n_params < 0 or dtype not in DTYPE_BYTES:
        raise ValueError("bad state")
    return n_params * (16 if dtype == "float16" or dtype == "bfloat16" else 8)
