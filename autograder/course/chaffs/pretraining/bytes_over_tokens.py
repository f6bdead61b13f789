"""The ratio of tokens and bytes is upside down."""

import math

HINT = "Does a byte hold more or less information than a token of four bytes?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1 or n_tokens < 1:
        raise ValueError("no bytes")
    return mean_nll / math.log(2) * n_bytes / n_tokens
