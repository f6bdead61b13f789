"""Ranks and sizes are numbers of 64 bits."""

import numpy as np

HINT = "How large may a grid be that an int64 counts?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside")
    return tuple(int(each) for each in np.unravel_index(rank, (pipeline, data, tensor)))
