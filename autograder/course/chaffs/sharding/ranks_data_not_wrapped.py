"""The data-parallel rank goes on counting through all pipeline stages."""

HINT = "How large may a data-parallel rank become?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // (data * tensor), rank // tensor, rank % tensor
