"""A text of no bytes ends in the division's own error."""

import math

HINT = "Which error should a caller expect for a text of no bytes?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    return mean_nll * n_tokens / math.log(2) / n_bytes
