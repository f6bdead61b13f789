"""The shard's size is a float quotient, rounded up."""

HINT = "How many digits of a very large quotient does a float keep?"

import math


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("bad size")
    per_rank = math.ceil(numel / world_size)
    return per_rank, per_rank * world_size - numel
