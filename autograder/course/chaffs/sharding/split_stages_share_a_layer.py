"""A stage ends with the layer that the next one begins with."""

HINT = "On how many stages does a layer stand?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    each, rest = divmod(n_layers, n_stages)
    stages, first = [], 0
    for stage in range(n_stages):
        last = first + each + (stage < rest)
        stages.append(list(range(first, min(last + 1, n_layers))))
        first = last
    return stages
