"""A stage is closed as soon as it is as heavy as the average."""

HINT = "What if the layer that reaches the average is by far the heaviest?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    average = sum(layer_bytes) / n_stages
    stages, load = [[]], 0
    for layer, size in enumerate(layer_bytes):
        open_stages = n_stages - len(stages)
        if stages[-1] and open_stages and (load >= average or n_layers - layer == open_stages):
            stages.append([])
            load = 0
        stages[-1].append(layer)
        load += size
    return stages
