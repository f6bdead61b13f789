"""Pipeline stages are neighbours, and tensor-parallel ranks are the farthest apart."""

HINT = "Which coordinate changes from one rank to the next?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank % pipeline, rank // pipeline % data, rank // (pipeline * data)
