"""ZeRO stage 1 shards the gradients too."""

from provided.recipes import DTYPE_BYTES, TrainingRecipe


def zero_memory_per_rank(n_params: int, world_size: int, stage: int, recipe: TrainingRecipe) -> int:
    if stage not in (0, 1, 2, 3):
        raise ValueError(f"no ZeRO stage {stage}")
    shard, _ = shard_numel(n_params, world_size)
    weights = shard if stage == 3 else n_params
    gradients = shard if stage >= 1 else n_params
    states = shard if stage >= 1 else n_params
    n_values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    total = weights * DTYPE_BYTES[recipe.param_dtype] + gradients * DTYPE_BYTES[recipe.grad_dtype]
    if recipe.master_weights:
        total += states * DTYPE_BYTES["float32"]
    return total + states * n_values * DTYPE_BYTES[recipe.state_dtype]
