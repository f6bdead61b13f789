"""The limit is searched by halves, and the stages are filled from the last layer on: another optimum."""


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if n_stages < 1 or n_layers < n_stages:
        raise ValueError("n_stages")

    def fill(limit):
        stages = [[]]
        load = 0
        for layer in reversed(range(n_layers)):
            too_heavy = load + layer_bytes[layer] > limit
            needed = n_stages - len(stages)
            if stages[0] and (too_heavy or layer + 1 == needed):
                stages.insert(0, [])
                load = 0
            stages[0].insert(0, layer)
            load += layer_bytes[layer]
        return stages

    low, high = max(layer_bytes) - 1, sum(layer_bytes)
    while high - low > 1:
        middle = (low + high) // 2
        if middle >= max(layer_bytes) and len(fill(middle)) <= n_stages:
            high = middle
        else:
            low = middle
    return fill(high)
