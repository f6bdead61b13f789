"""The whole grid in order, of which the rank is one place."""

from itertools import product


def rank_coordinates(rank, pipeline, data, tensor):
    if pipeline < 1 or data < 1 or tensor < 1:
        raise ValueError("sizes")
    grid = list(product(range(pipeline), range(data), range(tensor)))
    if rank not in range(len(grid)):
        raise ValueError("rank")
    return grid[rank]
