"""The padding is counted for one rank: zero or one."""

HINT = "Is the padding counted on one rank, or on all of them together?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    return -(-numel // world_size), int(numel % world_size > 0)
