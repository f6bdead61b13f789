"""One token is subtracted, because the first of a text is not predicted."""

import math

HINT = "What does `n_tokens` count, according to its description?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll * (n_tokens - 1) / math.log(2) / n_bytes
