"""Only the product of the three sizes is checked."""

HINT = "What is the product of two negative sizes?"


def rank_coordinates(rank, pipeline, data, tensor):
    if not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // (data * tensor), rank // tensor % data, rank % tensor
