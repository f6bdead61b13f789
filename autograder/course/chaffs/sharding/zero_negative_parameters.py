"""A negative number of parameters is refused only if it is sharded."""

HINT = "What does your function say to -8 parameters at stage 0?"


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or world_size < 1:
        raise ValueError("bad stage or world size")
    shard = shard_numel(n_params, world_size)[0] if stage else 0
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    state = values * DTYPE_BYTES[recipe.state_dtype] + 4 * recipe.master_weights
    weights = DTYPE_BYTES[recipe.param_dtype] * (shard if stage >= 3 else n_params)
    gradients = DTYPE_BYTES[recipe.grad_dtype] * (shard if stage >= 2 else n_params)
    return weights + gradients + state * (shard if stage >= 1 else n_params)
