"""Fewer than one stage gives an empty list."""

HINT = "Where do the layers go when there is no stage?"


_stages_of_some = split_layers


def split_layers(layer_bytes, n_stages):
    return _stages_of_some(layer_bytes, n_stages) if n_stages > 0 else []
