"""A model without parameters is refused."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "What is the smallest number of parameters that the docstring allows?"


def training_memory(n_params, recipe):
    if n_params < 1:
        raise ValueError("negative count")
    states = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=4 * n_params if recipe.master_weights else 0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
