"""The heaviest layer goes to the lightest stage, one after another, whatever its place in the model."""


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    if n_stages < 1 or n_stages > len(layer_bytes):
        raise ValueError("n_stages must be between 1 and the number of layers")
    stages: list[list[int]] = [[] for _ in range(n_stages)]
    loads = [0] * n_stages
    for layer in sorted(range(len(layer_bytes)), key=lambda i: -layer_bytes[i]):
        lightest = loads.index(min(loads))
        stages[lightest].append(layer)
        loads[lightest] += layer_bytes[layer]
    return [sorted(stage) for stage in stages]
