"""A rank beyond the grid begins again at its start."""

HINT = "How many ranks does the grid have, and what is the last one?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or rank < 0:
        raise ValueError("outside the grid")
    return rank // (data * tensor) % pipeline, rank // tensor % data, rank % tensor
