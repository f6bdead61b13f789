"""A NumPy table, filled row by row; indices become Python ints at the end."""

import numpy as np


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if n_stages < 1 or n_stages > n_layers:
        raise ValueError("n_stages")
    totals = np.concatenate([[0], np.cumsum(np.array(layer_bytes, dtype=np.int64))])
    huge = np.iinfo(np.int64).max
    best = totals.copy()
    best[0] = huge
    cuts = []
    for _ in range(n_stages - 1):
        loads = totals[None, :] - totals[:, None]
        table = np.where(loads > 0, np.maximum(best[:, None], loads), huge)
        cuts.append(table.argmin(axis=0))
        best = table.min(axis=0)
    bounds = [n_layers]
    for each in reversed(cuts):
        bounds.append(int(each[bounds[-1]]))
    bounds.append(0)
    bounds.reverse()
    return [list(range(bounds[i], bounds[i + 1])) for i in range(n_stages)]
