"""Master weights are counted as optimizer state."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "In which of the four parts do you count each value?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    states = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    master_weights = 4 * n_params if recipe.master_weights else 0
    return MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype] + master_weights,
    )
