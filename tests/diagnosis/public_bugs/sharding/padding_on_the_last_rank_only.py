"""Padding is looked for on the last rank only."""

SEEN_IN = ("deepspeedai/DeepSpeed#6974",)


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("sizes")
    per_rank = -(-numel // world_size)
    return per_rank, min(per_rank, per_rank * world_size - numel)
