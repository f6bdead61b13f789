"""Bad input is found by what Python itself refuses."""

import math

from provided.recipes import DTYPE_BYTES, MemoryBreakdown


def weight_memory(n_params, dtype):
    names = list(DTYPE_BYTES)
    math.isqrt(n_params)
    return n_params * DTYPE_BYTES[names[names.index(dtype)]]


def adam_state_memory(n_params, dtype="float32"):
    return sum(weight_memory(n_params, dtype) for _ in ("first", "second"))


def training_memory(n_params, recipe):
    values = {
        "weights": [recipe.param_dtype],
        "gradients": [recipe.grad_dtype],
        "master_weights": ["float32"] * recipe.master_weights,
        "optimizer_state": [recipe.state_dtype] * ("sgd", "momentum", "adam").index(recipe.optimizer),
    }
    return MemoryBreakdown(
        **{name: sum(weight_memory(n_params, dtype) for dtype in each) for name, each in values.items()}
    )
