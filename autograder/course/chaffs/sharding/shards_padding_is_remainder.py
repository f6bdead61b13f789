"""The padding is the remainder of the division."""

HINT = "Is the remainder what is there beyond a multiple, or what is missing to the next one?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    return -(-numel // world_size), numel % world_size
