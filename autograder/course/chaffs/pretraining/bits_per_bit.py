"""The bytes are counted as eight bits each."""

import math

HINT = "What does the docstring divide the information by?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / math.log(2) / (8 * n_bytes)
