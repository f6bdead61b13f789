"""The lightest stage is made as heavy as possible, which does not make the heaviest light."""

HINT = "Which stage do all others wait for?"

from itertools import combinations


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    best, best_stages = -1, []
    for cuts in combinations(range(1, n_layers), n_stages - 1):
        bounds = [0, *cuts, n_layers]
        stages = [list(range(bounds[i], bounds[i + 1])) for i in range(n_stages)]
        lightest = min(sum(layer_bytes[layer] for layer in stage) for stage in stages)
        if lightest > best:
            best, best_stages = lightest, stages
    return best_stages
