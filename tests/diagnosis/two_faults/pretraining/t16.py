"""Two ideas:

1. The loss is not converted: nats are taken for bits.
2. A text of no bytes gives 0 instead of an error.
"""


def bits_per_byte(mean_nll: float, n_tokens: int, n_bytes: int) -> float:
    if n_bytes < 0:
        raise ValueError("n_bytes is negative")
    if n_bytes == 0:
        return 0.0
    return mean_nll * n_tokens / n_bytes
