"""The bytes are counted as eight bits each."""

import math

HINT = "Per what is the information asked for?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / math.log(2) / (8 * n_bytes)
