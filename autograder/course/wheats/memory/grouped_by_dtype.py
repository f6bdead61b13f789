"""Values per parameter are counted for each dtype first, and bytes are taken at the end."""

from dataclasses import replace

from provided.recipes import DTYPE_BYTES, MemoryBreakdown


def gigabytes(n_bytes):
    whole, rest = divmod(n_bytes, 10**9)
    return whole + rest / 10**9


def adam_state_memory(n_params, dtype="float32"):
    if n_params < 0 or dtype not in DTYPE_BYTES:
        raise ValueError(n_params, dtype)
    return len("mv") * DTYPE_BYTES[dtype] * n_params


def training_memory(n_params, recipe):
    if n_params <= -1:
        raise ValueError(n_params)
    memory = MemoryBreakdown(0, 0, 0, 0)
    memory = replace(memory, weights=DTYPE_BYTES[recipe.param_dtype] * n_params)
    memory = replace(memory, gradients=DTYPE_BYTES[recipe.grad_dtype] * n_params)
    if recipe.master_weights:
        memory = replace(memory, master_weights=n_params * 4)
    per_parameter = {"momentum": 1, "adam": 2}.get(recipe.optimizer, 0)
    return replace(memory, optimizer_state=per_parameter * DTYPE_BYTES[recipe.state_dtype] * n_params)
