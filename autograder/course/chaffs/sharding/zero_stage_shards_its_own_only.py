"""Each stage shards one thing: 1 the optimizer's state, 2 the gradients instead, 3 the weights instead."""

HINT = "Which parts that stage 1 shards are still sharded at stage 2?"


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or n_params < 0:
        raise ValueError("bad stage or count")
    shard, _ = shard_numel(n_params, world_size)
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    state = values * DTYPE_BYTES[recipe.state_dtype] + 4 * recipe.master_weights
    weights = DTYPE_BYTES[recipe.param_dtype] * (shard if stage == 3 else n_params)
    gradients = DTYPE_BYTES[recipe.grad_dtype] * (shard if stage == 2 else n_params)
    return weights + gradients + state * (shard if stage == 1 else n_params)
