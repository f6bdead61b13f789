"""Every recipe takes the 2 + 2 + 12 bytes of mixed precision with Adam."""

HINT = "Which numbers does the recipe decide, and which did you write down yourself?"


def zero_memory_per_rank(n_params, world_size, stage, recipe):
    if stage not in (0, 1, 2, 3) or n_params < 0:
        raise ValueError("bad stage or count")
    shard, _ = shard_numel(n_params, world_size)
    sizes = zip((2, 2, 12), (3, 2, 1), strict=True)
    return sum(size * (shard if stage >= first else n_params) for size, first in sizes)
