"""Quotients by divmod, and one more where something is left."""


def min_nodes(total_bytes, bytes_per_node):
    if min(total_bytes, bytes_per_node) < 1:
        raise ValueError
    full, rest = divmod(total_bytes, bytes_per_node)
    return full + 1 if rest else full


def shard_numel(numel, world_size):
    if numel < 0:
        raise ValueError("numel")
    if world_size < 1:
        raise ValueError("world_size")
    full, rest = divmod(numel, world_size)
    return (full + 1, world_size - rest) if rest else (full, 0)
