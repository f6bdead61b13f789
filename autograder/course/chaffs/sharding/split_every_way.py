"""Every way to cut is tried, which never ends on a model of 200 layers."""

HINT = "How many ways are there to cut 200 layers into 64 stages?"

from itertools import combinations


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")

    def heaviest(bounds):
        return max(sum(layer_bytes[bounds[i] : bounds[i + 1]]) for i in range(n_stages))

    ways = ([0, *cuts, n_layers] for cuts in combinations(range(1, n_layers), n_stages - 1))
    best = min(ways, key=heaviest)
    return [list(range(best[i], best[i + 1])) for i in range(n_stages)]
