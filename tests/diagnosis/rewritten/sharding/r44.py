"""SGD keeps one value per parameter, as momentum does."""

from provided.recipes import DTYPE_BYTES, TrainingRecipe


def zero_memory_per_rank(n_params: int, world_size: int, stage: int, recipe: TrainingRecipe) -> int:
    if stage not in (0, 1, 2, 3):
        raise ValueError("stage must be 0, 1, 2 or 3")
    shard, _ = shard_numel(n_params, world_size)
    n_values = 2 if recipe.optimizer == "adam" else 1
    optimizer_bytes = n_values * DTYPE_BYTES[recipe.state_dtype]
    if recipe.master_weights:
        optimizer_bytes += 4
    return (
        (shard if stage >= 3 else n_params) * DTYPE_BYTES[recipe.param_dtype]
        + (shard if stage >= 2 else n_params) * DTYPE_BYTES[recipe.grad_dtype]
        + (shard if stage >= 1 else n_params) * optimizer_bytes
    )
