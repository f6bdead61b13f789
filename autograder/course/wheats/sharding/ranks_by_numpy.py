"""NumPy's own unravelling, as Python ints; a list for a tuple."""

import numpy as np


def rank_coordinates(rank, pipeline, data, tensor):
    if any(size < 1 for size in (pipeline, data, tensor)):
        raise ValueError("sizes")
    return [int(place) for place in np.unravel_index(rank, (pipeline, data, tensor))]
