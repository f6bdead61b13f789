"""A list of all values per parameter with the stage that first shards each."""


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in range(4) or n_params < 0 or world_size < 1:
        raise ValueError("bad arguments")
    values = [(recipe.param_dtype, 3), (recipe.grad_dtype, 2)]
    values += [("float32", 1)] if recipe.master_weights else []
    if recipe.optimizer == "momentum":
        values.append((recipe.state_dtype, 1))
    elif recipe.optimizer == "adam":
        values.extend([(recipe.state_dtype, 1)] * 2)
    total = 0
    for dtype, first_stage in values:
        n_elements = n_params
        if stage >= first_stage:
            n_elements = (n_params + world_size - 1) // world_size
        total += n_elements * DTYPE_BYTES[dtype]
    return total
