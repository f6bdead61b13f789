"""Adam keeps one value per parameter."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "From which averages does Adam compute its step?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    states = {"sgd": 0, "momentum": 1, "adam": 1}[recipe.optimizer]
    return MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=4 * n_params if recipe.master_weights else 0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
