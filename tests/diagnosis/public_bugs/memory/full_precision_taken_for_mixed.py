"""Full precision takes as much as mixed precision: the master weights are always counted."""

from provided.recipes import DTYPE_BYTES, MemoryBreakdown

SEEN_IN = ("deepspeedai/DeepSpeed#3598",)


def training_memory(n_params, recipe):
    if n_params < 0:
        raise ValueError("n_params")
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    return MemoryBreakdown(
        n_params * DTYPE_BYTES[recipe.param_dtype],
        n_params * DTYPE_BYTES[recipe.grad_dtype],
        4 * n_params,
        n_params * values * DTYPE_BYTES[recipe.state_dtype],
    )
