"""Sizes are powers of two, and bytes are shifted."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown


def weight_memory(n_params, dtype):
    if n_params < 0 or dtype not in list(DTYPE_BYTES):
        raise ValueError(f"{n_params} of {dtype}")
    return n_params << (DTYPE_BYTES[dtype] >> 1)


def gigabytes(n_bytes):
    return n_bytes * 1e-9


def adam_state_memory(n_params, dtype="float32"):
    return weight_memory(n_params, dtype) << 1


def training_memory(n_params, recipe):
    shift = {"adam": 1, "momentum": 0}
    state = weight_memory(n_params, recipe.state_dtype)
    return MemoryBreakdown(
        weight_memory(n_params, recipe.param_dtype),
        weight_memory(n_params, recipe.grad_dtype),
        (n_params << 2) * recipe.master_weights,
        state << shift[recipe.optimizer] if recipe.optimizer in shift else 0,
    )


def optimizer_state_memory(model, dtype="float32"):
    sizes = [parameter.numel() if parameter.requires_grad else 0 for parameter in model.parameters()]
    return adam_state_memory(sum(sizes), dtype)
