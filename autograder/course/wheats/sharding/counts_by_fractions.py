"""Quotients as fractions, rounded up."""

import math
from fractions import Fraction


def min_nodes(total_bytes, bytes_per_node):
    if not (total_bytes >= 1 and bytes_per_node >= 1):
        raise ValueError("sizes")
    return math.ceil(Fraction(total_bytes, bytes_per_node))


def shard_numel(numel, world_size):
    if numel <= -1 or world_size <= 0:
        raise ValueError("sizes")
    per_rank = math.ceil(Fraction(numel, world_size))
    return per_rank, per_rank * world_size - numel
