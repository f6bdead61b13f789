"""Two ideas:

1. A shard is the whole part of the quotient, without padding.
2. A stage above 3 is taken for 3.
"""

from provided.recipes import DTYPE_BYTES, TrainingRecipe


def zero_memory_per_rank(n_params: int, world_size: int, stage: int, recipe: TrainingRecipe) -> int:
    if n_params < 0 or world_size < 1 or stage < 0:
        raise ValueError("n_params and stage must be at least 0, world_size at least 1")
    shard = n_params // world_size
    weights = shard if stage >= 3 else n_params
    gradients = shard if stage >= 2 else n_params
    states = shard if stage >= 1 else n_params
    state_bytes = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer] * DTYPE_BYTES[recipe.state_dtype]
    if recipe.master_weights:
        state_bytes += DTYPE_BYTES["float32"]
    return (
        weights * DTYPE_BYTES[recipe.param_dtype]
        + gradients * DTYPE_BYTES[recipe.grad_dtype]
        + states * state_bytes
    )
