"""Only a world of exactly 0 ranks is refused."""

HINT = "How many ranks does a world of -4 have?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size == 0:
        raise ValueError("nothing to shard, or nobody to hold it")
    per_rank = -(-numel // world_size)
    return per_rank, per_rank * world_size - numel
