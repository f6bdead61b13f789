"""A text of no bytes has 0 bits per byte."""

import math

HINT = "What would a number per byte mean for a text without bytes?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        return 0.0
    return mean_nll * n_tokens / math.log(2) / n_bytes
