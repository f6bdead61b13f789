"""Layers are counted from 1."""

HINT = "What is the index of a list's first item?"


_indices_of_stages = split_layers


def split_layers(layer_bytes, n_stages):
    return [[layer + 1 for layer in stage] for stage in _indices_of_stages(layer_bytes, n_stages)]
