"""Two ideas:

1. Master weights are in the recipe's `param_dtype`, not float32.
2. A negative number of parameters is accepted.
"""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown, TrainingRecipe


def training_memory(n_params: int, recipe: TrainingRecipe) -> MemoryBreakdown:
    weights = n_params * DTYPE_BYTES[recipe.param_dtype]
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        weights=weights,
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=weights if recipe.master_weights else 0,
        optimizer_state=values * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
