"""Quotients by adding the divisor less one; a list for a tuple; errors of a class of their own."""


class SizeError(ValueError):
    pass


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes <= 0 or bytes_per_node <= 0:
        raise SizeError(total_bytes, bytes_per_node)
    return (total_bytes + bytes_per_node - 1) // bytes_per_node


def shard_numel(numel, world_size):
    if numel < 0 or world_size <= 0:
        raise SizeError(numel, world_size)
    padding = -numel % world_size
    return [(numel + padding) // world_size, padding]
