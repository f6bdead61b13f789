"""The coordinates come out of true divisions."""

HINT = "What type is a coordinate that is counted from 0?"

import math


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return math.modf(rank / (data * tensor))[1], rank // tensor % data, rank % tensor
