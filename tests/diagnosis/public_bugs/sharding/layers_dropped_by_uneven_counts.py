"""Chunk sizes are rounded down and placed by rank, so that some layers are assigned to nobody."""

SEEN_IN = ("ml-explore/mlx-lm#1688", "ml-explore/mlx-lm#1680")


def split_layers(layer_bytes, n_stages):
    n = len(layer_bytes)
    if not 1 <= n_stages <= n:
        raise ValueError("stages")

    stages = []
    for rank in reversed(range(n_stages)):
        size = n // n_stages + (rank < n % n_stages)
        begin = (n_stages - rank - 1) * size
        stages.append(list(range(begin, begin + size)))
    return stages
