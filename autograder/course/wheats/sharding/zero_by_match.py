"""A case for each stage; the shard's padding is removed if nothing is sharded."""


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    per_rank, padding = shard_numel(n_params, world_size)
    whole = per_rank * world_size - padding
    weight, gradient = DTYPE_BYTES[recipe.param_dtype], DTYPE_BYTES[recipe.grad_dtype]
    state = ["sgd", "momentum", "adam"].index(recipe.optimizer) * DTYPE_BYTES[recipe.state_dtype]
    if recipe.master_weights:
        state += 4
    match stage:
        case 0:
            return whole * (weight + gradient + state)
        case 1:
            return whole * (weight + gradient) + per_rank * state
        case 2:
            return whole * weight + per_rank * (gradient + state)
        case 3:
            return per_rank * (weight + gradient + state)
    raise ValueError(f"there is no stage {stage}")
