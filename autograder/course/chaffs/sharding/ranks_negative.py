"""A negative rank counts from the end, as a list's index does."""

HINT = "Which ranks does the grid have?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or rank >= pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // (data * tensor) % pipeline, rank // tensor % data, rank % tensor
