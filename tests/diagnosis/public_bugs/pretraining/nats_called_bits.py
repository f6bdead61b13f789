"""The mean log-likelihood per byte is in nats, and called bits."""

SEEN_IN = ("EleutherAI/lm-evaluation-harness#242",)


def bits_per_byte(mean_nll, n_tokens, n_bytes):
    if n_bytes < 1:
        raise ValueError("n_bytes")
    return mean_nll * n_tokens / n_bytes
