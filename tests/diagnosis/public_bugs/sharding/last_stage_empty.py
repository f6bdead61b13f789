"""The lightest limit is kept, but a stage may come out empty."""

SEEN_IN = ("deepspeedai/DeepSpeed#4312",)


def split_layers(layer_bytes, n_stages):
    n = len(layer_bytes)
    if not 1 <= n_stages <= n:
        raise ValueError("stages")

    low, high = max(layer_bytes), sum(layer_bytes)

    def fill(limit):
        stages, load = [[]], 0
        for layer, size in enumerate(layer_bytes):
            if load + size > limit:
                stages.append([])
                load = 0
            stages[-1].append(layer)
            load += size
        return stages

    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(fill(middle)) <= n_stages else (middle + 1, high)
    stages = fill(low)
    return stages + [[] for _ in range(n_stages - len(stages))]
