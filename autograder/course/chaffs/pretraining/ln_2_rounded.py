"""The logarithm of 2 is written down with three digits."""

HINT = "How many digits of ln 2 does your function know?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / 0.693 / n_bytes
