"""Nats become bits by a factor of ln 2 instead of a division by it."""

import math

HINT = "Is one nat more or less than one bit?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll * math.log(2) * n_tokens / n_bytes
