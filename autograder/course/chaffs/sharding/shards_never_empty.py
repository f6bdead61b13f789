"""A shard holds at least one element."""

HINT = "How many elements does a rank hold of a parameter that has none?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    per_rank = max(1, -(-numel // world_size))
    return per_rank, per_rank * world_size - numel
