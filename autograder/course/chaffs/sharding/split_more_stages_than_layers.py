"""Stages for which there is no layer are left empty."""

HINT = "Can every stage hold a layer when there are more stages than layers?"


_stages_of_few = split_layers


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if n_stages <= n_layers:
        return _stages_of_few(layer_bytes, n_stages)
    return [[layer] for layer in range(n_layers)] + [[] for _ in range(n_stages - n_layers)]
