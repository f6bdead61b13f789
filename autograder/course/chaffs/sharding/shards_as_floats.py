"""The counts are returned as floats."""

HINT = "What type is a number of elements?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    padding = -numel % world_size
    return (numel + padding) / world_size, padding
