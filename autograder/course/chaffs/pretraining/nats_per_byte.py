"""The information is left in nats."""

HINT = "How many bits is one nat?"


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("no bytes")
    return mean_nll * n_tokens / n_bytes
