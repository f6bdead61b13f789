"""Fewer elements than ranks are refused."""

HINT = "What does each rank hold when there are more ranks than elements?"


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1 or 0 < numel < world_size:
        raise ValueError("there must be an element for each rank")
    per_rank = -(-numel // world_size)
    return per_rank, per_rank * world_size - numel
