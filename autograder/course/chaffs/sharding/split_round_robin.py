"""Layers are dealt out to the stages in turn."""

HINT = "Is each stage a run of neighbouring layers?"


def split_layers(layer_bytes, n_stages):
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError("bad number of stages")
    return [list(range(stage, len(layer_bytes), n_stages)) for stage in range(n_stages)]
