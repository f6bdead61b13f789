"""The number of ranks counts as a rank itself."""

HINT = "Counted from 0, which rank is the first outside a grid of eight?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank <= pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // (data * tensor), rank // tensor % data, rank % tensor
