"""The heaviest layer goes to the lightest stage, one after another, whatever its place in the model."""

HINT = "Which layers may share a stage, according to the docstring?"


def split_layers(layer_bytes, n_stages):
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError("bad number of stages")
    stages, loads = [[] for _ in range(n_stages)], [0] * n_stages
    for layer in sorted(range(len(layer_bytes)), key=lambda layer: -layer_bytes[layer]):
        lightest = loads.index(min(loads))
        stages[lightest].append(layer)
        loads[lightest] += layer_bytes[layer]
    return sorted(sorted(stage) for stage in stages)
