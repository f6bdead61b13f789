"""Coordinates are counted from 1."""

HINT = "Where does rank 0 stand?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // (data * tensor) + 1, rank // tensor % data + 1, rank % tensor + 1
