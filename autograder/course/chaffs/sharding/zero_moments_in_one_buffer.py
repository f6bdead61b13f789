"""Adam's two moments are one flat value of twice as many elements, padded once."""

HINT = "How much padding does each of Adam's values have in your sum?"


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or n_params < 0:
        raise ValueError("bad stage or count")
    shard, _ = shard_numel(n_params, world_size)
    n_state = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer] * n_params
    if stage >= 1:
        n_state, _ = shard_numel(n_state, world_size)
    return (
        DTYPE_BYTES[recipe.param_dtype] * (shard if stage >= 3 else n_params)
        + DTYPE_BYTES[recipe.grad_dtype] * (shard if stage >= 2 else n_params)
        + 4 * recipe.master_weights * (shard if stage >= 1 else n_params)
        + DTYPE_BYTES[recipe.state_dtype] * n_state
    )
