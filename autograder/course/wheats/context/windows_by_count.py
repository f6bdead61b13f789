"""The number of windows first, by a fraction rounded up; then an index matrix in NumPy."""

import math

import numpy as np


def sliding_windows(token_ids, window, overlap=0):
    if window < 1 or overlap < 0 or overlap >= window:
        raise ValueError("window or overlap")
    n_tokens, step = len(token_ids), window - overlap
    n_windows = 1 + math.ceil(max(0, n_tokens - window) / step) if n_tokens else 0
    places = np.arange(n_windows)[:, None] * step + np.arange(window)
    return [np.array(token_ids)[row[row < n_tokens]].tolist() for row in places]
