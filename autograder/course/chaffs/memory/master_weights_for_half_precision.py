"""Master weights are kept whenever the weights are smaller than float32."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "What does your function look at to see whether a copy is kept?"


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("negative count")
    states = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        weights=n_params * DTYPE_BYTES[recipe.param_dtype],
        gradients=n_params * DTYPE_BYTES[recipe.grad_dtype],
        master_weights=4 * n_params if DTYPE_BYTES[recipe.param_dtype] < 4 else 0,
        optimizer_state=states * n_params * DTYPE_BYTES[recipe.state_dtype],
    )
