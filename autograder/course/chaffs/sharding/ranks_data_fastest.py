"""Data-parallel ranks are neighbours, tensor-parallel ones are not."""

HINT = "Which peers communicate the most, according to the docstring?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // (data * tensor), rank % data, rank // data % tensor
