"""Layers are taken out of the list that was passed."""

HINT = "What is left of the caller's list?"


_indices_of_stages = split_layers


def split_layers(layer_bytes, n_stages):
    stages = _indices_of_stages(layer_bytes, n_stages)
    while layer_bytes:
        layer_bytes.pop()
    return stages
