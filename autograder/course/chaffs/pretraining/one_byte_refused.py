"""A text of a single byte is refused as well."""

import math

HINT = "What is the shortest text that has a number of bits per byte?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes <= 1:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / math.log(2) / n_bytes
