"""The padding comes before the shard's size in the result."""

HINT = "In which order are the two numbers returned, according to the docstring?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    per_rank = -(-numel // world_size)
    return per_rank * world_size - numel, per_rank
