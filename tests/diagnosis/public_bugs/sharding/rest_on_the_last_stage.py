"""Equal chunks are rounded down, and the last stage gets all that is left."""

SEEN_IN = ("deepspeedai/DeepSpeed#4053",)


def split_layers(layer_bytes, n_stages):
    n = len(layer_bytes)
    if not 1 <= n_stages <= n:
        raise ValueError("stages")

    size = n // n_stages
    ends = [size * (i + 1) for i in range(n_stages - 1)] + [n]
    return [list(range(begin, end)) for begin, end in zip([0, *ends], ends)]
