"""The number is rounded to four places."""

import math

HINT = "How many digits of the result do you return?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return round(mean_nll * n_tokens / math.log(2) / n_bytes, 4)
