"""Small models: every way to cut. Large ones: stages are made out of single layers by a limit that grows."""

from itertools import combinations
from math import comb


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("n_stages")
    if comb(n_layers - 1, n_stages - 1) < 2000:
        ways = [[0, *cuts, n_layers] for cuts in combinations(range(1, n_layers), n_stages - 1)]
        ways.sort(key=lambda way: max(sum(layer_bytes[way[i] : way[i + 1]]) for i in range(n_stages)))
        bounds = ways[0]
    else:
        limit = max(max(layer_bytes), -(-sum(layer_bytes) // n_stages))
        while True:
            bounds, load, next_limit = [0], 0, sum(layer_bytes)
            for layer, size in enumerate(layer_bytes):
                left = n_layers - layer == n_stages - len(bounds)
                if layer and (load + size > limit or left):
                    next_limit = min(next_limit, load + size)
                    bounds.append(layer)
                    load = 0
                load += size
            if len(bounds) <= n_stages:
                break
            limit = max(next_limit, limit + 1)
        bounds.append(n_layers)
    return [[*range(bounds[i], bounds[i + 1])] for i in range(n_stages)]
