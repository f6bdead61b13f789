"""Every rank holds the quotient rounded down, and the rest is called padding."""

HINT = "How many elements do all your shards hold together?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    return numel // world_size, numel % world_size
