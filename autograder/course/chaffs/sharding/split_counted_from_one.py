"""Layers are counted from 1."""

HINT = "Which index has the first item of a list?"


_indices_of_stages = split_layers


def split_layers(layer_bytes, n_stages):
    return [[layer + 1 for layer in stage] for stage in _indices_of_stages(layer_bytes, n_stages)]
