"""Only exactly 0 stages are refused, and more stages than layers."""

HINT = "Which layers stand on -1 stages?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if n_stages == 0 or n_stages > n_layers:
        raise ValueError("bad number of stages")
    low, high = max(layer_bytes), sum(layer_bytes)
    while low < high:
        limit, n_needed, load = (low + high) // 2, 1, 0
        for size in layer_bytes:
            if load + size > limit:
                n_needed, load = n_needed + 1, 0
            load += size
        low, high = (low, limit) if n_needed <= n_stages else (limit + 1, high)
    stages, load = [[]], 0
    for layer, size in enumerate(layer_bytes):
        if stages[-1] and (load + size > low or n_layers - layer == n_stages - len(stages)):
            stages.append([])
            load = 0
        stages[-1].append(layer)
        load += size
    return stages
