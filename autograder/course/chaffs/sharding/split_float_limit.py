"""The lightest limit is searched among floats, so that large sizes are not told apart."""

HINT = "What does a single byte change, however large the layers are?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")

    def fill(limit):
        stages, load = [[]], 0.0
        for layer, size in enumerate(layer_bytes):
            open_stages = n_stages - len(stages)
            if stages[-1] and (load + size > limit or n_layers - layer == open_stages):
                stages.append([])
                load = 0.0
            stages[-1].append(layer)
            load += size
        return stages

    low, high = float(max(layer_bytes)), float(sum(layer_bytes))
    for _ in range(100):
        middle = (low + high) / 2
        if len(fill(middle)) <= n_stages:
            high = middle
        else:
            low = middle
    return fill(high)
