"""The padding is counted for one rank: zero or one."""

HINT = "Over which ranks does the docstring count the padding?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    return -(-numel // world_size), int(numel % world_size > 0)
