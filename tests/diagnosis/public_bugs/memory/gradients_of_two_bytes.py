"""Gradients have two bytes or four by the dtype of the parameters, not by their own."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

SEEN_IN = ("deepspeedai/DeepSpeed#5099",)


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("n_params")
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        n_params * DTYPE_BYTES[recipe.param_dtype],
        n_params * DTYPE_BYTES[recipe.param_dtype],
        4 * n_params * recipe.master_weights,
        n_params * values * DTYPE_BYTES[recipe.state_dtype],
    )
