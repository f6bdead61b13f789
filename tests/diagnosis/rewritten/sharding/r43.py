"""Layers are taken out of the list that was passed."""


def stages_needed(layer_bytes: list[int], limit: int) -> int:
    stages, load = 1, 0
    for size in layer_bytes:
        if load + size > limit:
            stages += 1
            load = 0
        load += size
    return stages


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    if n_stages < 1 or n_stages > len(layer_bytes):
        raise ValueError("n_stages must be between 1 and the number of layers")
    low, high = max(layer_bytes), sum(layer_bytes)
    while low < high:
        middle = (low + high) // 2
        if stages_needed(layer_bytes, middle) <= n_stages:
            high = middle
        else:
            low = middle + 1
    stages = []
    index = 0
    for stages_after in reversed(range(n_stages)):
        stage, load = [], 0
        while len(layer_bytes) > stages_after and load + layer_bytes[0] <= low:
            load += layer_bytes.pop(0)
            stage.append(index)
            index += 1
        stages.append(stage)
    return stages
