"""Only a length of exactly 0 is refused."""

import math

HINT = "Which other lengths are impossible for a text?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes == 0:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / math.log(2) / n_bytes
