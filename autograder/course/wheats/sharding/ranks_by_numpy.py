"""NumPy's quotients of Python ints, which it leaves as they are; a list for a tuple."""

import numpy as np


def rank_coordinates(rank, pipeline, data, tensor):
    if any(size < 1 for size in (pipeline, data, tensor)):
        raise ValueError("sizes")
    if rank < 0 or rank >= pipeline * data * tensor:
        raise ValueError("rank")
    strides = np.array([data * tensor, tensor, 1], dtype=object)
    return (rank // strides % np.array([pipeline, data, tensor], dtype=object)).tolist()
