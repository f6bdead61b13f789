"""The four numbers are floats."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "What type is a number of bytes?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    n_params = float(n_params)
    states = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=4 * n_params if recipe.master_weights else 0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
