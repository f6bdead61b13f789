"""The stages hold the sizes of their layers, not their indices."""

HINT = "What do the numbers in your stages stand for?"


_indices_of_stages = split_layers


def split_layers(layer_bytes, n_stages):
    return [[layer_bytes[layer] for layer in stage] for stage in _indices_of_stages(layer_bytes, n_stages)]
