"""A negative number of parameters takes a negative number of bytes."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "Which numbers of parameters does the docstring refuse?"


def training_memory(n_params, recipe):
    states = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=4 * n_params if recipe.master_weights else 0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
