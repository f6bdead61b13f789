"""The perplexity comes as a number of NumPy."""

import numpy as np

HINT = "Of which type is your result, exactly?"
SEEN_IN = ("OpenNMT/OpenNMT-py#1674",)


def perplexity(mean_nll):
    return np.exp(mean_nll)
