"""Stages without a layer are left empty."""

HINT = "What would a stage without a layer hold?"


_stages_of_few = split_layers


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if n_stages <= n_layers:
        return _stages_of_few(layer_bytes, n_stages)
    return [[layer] for layer in range(n_layers)] + [[] for _ in range(n_stages - n_layers)]
