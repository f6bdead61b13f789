"""A negative number of elements is taken as it is."""

HINT = "Which of the two arguments can be too small?"


def shard_numel(numel, world_size):
    if world_size < 1:
        raise ValueError("there must be a rank")
    per_rank = -(-numel // world_size)
    return per_rank, per_rank * world_size - numel
