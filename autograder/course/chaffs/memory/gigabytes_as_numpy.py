"""Gigabytes come as a number of NumPy."""

import numpy as np

HINT = "Of which type is your result, exactly?"


def gigabytes(n_bytes):
    return np.float64(n_bytes) / 1e9
