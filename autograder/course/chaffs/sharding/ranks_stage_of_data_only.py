"""A pipeline stage is thought to span as many ranks as data parallelism has."""

HINT = "How many ranks hold one pipeline stage, when each replica of it is cut into tensor shards?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // data, rank // tensor % data, rank % tensor
