"""Bytes are divided among the ranks and rounded up, not elements."""

HINT = "What is cut into shards, according to the docstring?"


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or n_params < 0 or world_size < 1:
        raise ValueError("bad stage, count or world size")
    values = {"sgd": 0, "momentum": 1, "adam": 2}[recipe.optimizer]
    state = values * DTYPE_BYTES[recipe.state_dtype] + 4 * recipe.master_weights
    sizes = zip(
        (DTYPE_BYTES[recipe.param_dtype], DTYPE_BYTES[recipe.grad_dtype], state), (3, 2, 1), strict=True
    )
    return sum(-(-n_params * size // (world_size if stage >= first else 1)) for size, first in sizes)
