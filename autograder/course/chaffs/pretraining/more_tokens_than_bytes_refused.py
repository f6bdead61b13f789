"""A token has at least one byte, so more tokens than bytes are refused."""

import math

HINT = "Which arguments does the docstring refuse?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1 or n_tokens > n_bytes:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / math.log(2) / n_bytes
