"""Each stage misses the last layer that it ought to hold."""

SEEN_IN = ("oldcpple/MoLink#13",)


def split_layers(layer_bytes, n_stages):
    n = len(layer_bytes)
    if not 1 <= n_stages <= n:
        raise ValueError("stages")

    size = -(-n // n_stages)
    return [list(range(i * size, min(n, (i + 1) * size) - 1)) for i in range(n_stages)]
