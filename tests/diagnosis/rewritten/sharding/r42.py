"""Each cut is made where the running total is nearest to its share of the whole."""

from itertools import accumulate


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    n_layers = len(layer_bytes)
    if n_stages < 1 or n_stages > n_layers:
        raise ValueError("n_stages must be between 1 and the number of layers")
    running = [0, *accumulate(layer_bytes)]
    total = running[-1]
    cuts = [0]
    for stage in range(1, n_stages):
        # at least one layer for this stage, and one for each that follows
        places = range(cuts[-1] + 1, n_layers - (n_stages - stage) + 1)
        cuts.append(min(places, key=lambda i: abs(running[i] * n_stages - stage * total)))
    cuts.append(n_layers)
    return [list(range(begin, end)) for begin, end in zip(cuts, cuts[1:])]
