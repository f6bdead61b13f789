"""The padding is the remainder of the division."""

HINT = "What does the remainder of the division measure?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    return -(-numel // world_size), numel % world_size
