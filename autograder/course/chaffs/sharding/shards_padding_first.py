"""The padding comes before the shard's size in the result."""

HINT = "In which order does the docstring return the two numbers?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    per_rank = -(-numel // world_size)
    return per_rank * world_size - numel, per_rank
