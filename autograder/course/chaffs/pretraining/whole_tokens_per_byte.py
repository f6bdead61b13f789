"""Tokens are divided by bytes as whole numbers."""

import math

HINT = "How many tokens is one byte, if a token has four?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll / math.log(2) * (n_tokens // n_bytes)
