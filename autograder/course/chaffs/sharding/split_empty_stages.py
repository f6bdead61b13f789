"""If fewer stages are as good, the others stay empty."""

HINT = "What would a pipeline stage without a layer do?"


def split_layers(layer_bytes, n_stages):
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError("bad number of stages")

    def fill(limit):
        stages, load = [[]], 0
        for layer, size in enumerate(layer_bytes):
            if load + size > limit:
                stages.append([])
                load = 0
            stages[-1].append(layer)
            load += size
        return stages

    low, high = max(layer_bytes), sum(layer_bytes)
    while low < high:
        middle = (low + high) // 2
        if len(fill(middle)) <= n_stages:
            high = middle
        else:
            low = middle + 1
    stages = fill(low)
    return stages + [[] for _ in range(n_stages - len(stages))]
