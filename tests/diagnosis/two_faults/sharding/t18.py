"""Two ideas:

1. The pipeline rank runs fastest, then data, then tensor.
2. A rank that equals the size of the grid is accepted.
"""


def rank_coordinates(rank: int, pipeline: int, data: int, tensor: int) -> tuple[int, int, int]:
    if pipeline < 1 or data < 1 or tensor < 1:
        raise ValueError("every size must be at least 1")
    if rank < 0 or rank > pipeline * data * tensor:
        raise ValueError(f"rank {rank} is outside the grid")
    rest, pp = divmod(rank, pipeline)
    tp, dp = divmod(rest, data)
    return pp, dp, tp
