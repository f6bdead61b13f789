"""The loss becomes bits, but stays a number per token."""

import math

HINT = "Is the number the same for a tokenizer with longer tokens?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll / math.log(2)
