"""The bits come as a number of NumPy."""

import numpy as np

HINT = "Of which type is your result, exactly?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("n_bytes")
    return mean_nll * n_tokens / np.log(2) / n_bytes
