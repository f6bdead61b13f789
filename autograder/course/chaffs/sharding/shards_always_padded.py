"""Padding fills up to the next multiple even when there is nothing to fill."""

HINT = "How much padding does a parameter need that already divides evenly?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    padding = world_size - numel % world_size
    return (numel + padding) // world_size, padding
