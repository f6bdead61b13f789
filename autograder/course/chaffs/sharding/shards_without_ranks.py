"""A world without ranks ends in a division by zero, a negative one in nonsense."""

HINT = "What does the docstring say about a world size below 1?"


def shard_numel(numel, world_size):
    if numel < 0:
        raise ValueError("a parameter has at least no elements")
    per_rank = -(-numel // world_size)
    return per_rank, per_rank * world_size - numel
