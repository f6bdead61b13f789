"""A stage is given by its first and its last layer."""

HINT = "How does the docstring write down a stage of three layers?"


_indices_of_stages = split_layers


def split_layers(layer_bytes, n_stages):
    return [[stage[0], stage[-1]] for stage in _indices_of_stages(layer_bytes, n_stages)]
