"""The coordinates are returned from the fastest to the slowest."""

HINT = "In which order are the three returned, according to the docstring?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank % tensor, rank // tensor % data, rank // (tensor * data)
