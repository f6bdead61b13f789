"""The breakdown is of a class derived from the given one."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

HINT = "Of which class is your result, exactly?"


class Breakdown(MemoryBreakdown):
    pass


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("n_params")
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return Breakdown(
        n_params * DTYPE_BYTES[recipe.param_dtype],
        n_params * DTYPE_BYTES[recipe.grad_dtype],
        4 * n_params * recipe.master_weights,
        n_params * values * DTYPE_BYTES[recipe.state_dtype],
    )
