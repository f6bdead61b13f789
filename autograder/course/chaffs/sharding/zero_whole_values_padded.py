"""Values that are not sharded are padded to a multiple of the world size too."""

HINT = "Which values have padding at stage 0?"


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or n_params < 0:
        raise ValueError("bad stage or count")
    shard, padding = shard_numel(n_params, world_size)
    whole = n_params + padding
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    state = values * DTYPE_BYTES[recipe.state_dtype] + 4 * recipe.master_weights
    weights = DTYPE_BYTES[recipe.param_dtype] * (shard if stage >= 3 else whole)
    gradients = DTYPE_BYTES[recipe.grad_dtype] * (shard if stage >= 2 else whole)
    return weights + gradients + state * (shard if stage >= 1 else whole)
