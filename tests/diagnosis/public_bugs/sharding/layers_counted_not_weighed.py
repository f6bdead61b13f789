"""Layers are counted, and the stages near the loss get one more."""

SEEN_IN = ("Oneflow-Inc/libai#225",)


def split_layers(layer_bytes, n_stages):
    n = len(layer_bytes)
    if not 1 <= n_stages <= n:
        raise ValueError("stages")

    sizes = [n // n_stages + (i >= n_stages - n % n_stages) for i in range(n_stages)]
    stages, begin = [], 0
    for size in sizes:
        stages.append(list(range(begin, begin + size)))
        begin += size
    return stages
