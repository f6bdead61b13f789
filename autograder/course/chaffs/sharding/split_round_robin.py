"""Layers are dealt out to the stages in turn."""

HINT = "Which layer comes after the first one on your first stage?"


def split_layers(layer_bytes, n_stages):
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError("bad number of stages")
    return [list(range(stage, len(layer_bytes), n_stages)) for stage in range(n_stages)]
