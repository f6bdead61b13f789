"""A tensor of all ranks in the grid's shape, searched for the rank."""

import torch


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) <= 0 or rank < 0 or rank >= pipeline * data * tensor:
        raise ValueError("outside")
    grid = torch.arange(pipeline * data * tensor).reshape(pipeline, data, tensor)
    return tuple((grid == rank).nonzero()[0].tolist())
