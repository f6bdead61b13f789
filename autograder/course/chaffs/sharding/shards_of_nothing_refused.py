"""A parameter without elements is refused."""

HINT = "Which are the smallest sizes that the docstring allows?"


def shard_numel(numel, world_size):
    if numel < 1 or world_size < 1:
        raise ValueError("there must be elements and ranks")
    per_rank = -(-numel // world_size)
    return per_rank, per_rank * world_size - numel
