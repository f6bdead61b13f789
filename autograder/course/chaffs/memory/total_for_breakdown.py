"""The total is returned."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "How many numbers does the result hold?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    states = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    memory = MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=4 * n_params if recipe.master_weights else 0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
    return memory.total
