"""The mean loss is taken for the information of the whole text."""

import math

HINT = "Over how many tokens is the mean?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll / math.log(2) / n_bytes
