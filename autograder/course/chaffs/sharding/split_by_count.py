"""Each stage has equally many layers, however heavy they are; the first ones take the rest."""

HINT = "How heavy are two stages with equally many layers?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    each, rest = divmod(n_layers, n_stages)
    stages, first = [], 0
    for stage in range(n_stages):
        last = first + each + (stage < rest)
        stages.append(list(range(first, last)))
        first = last
    return stages
