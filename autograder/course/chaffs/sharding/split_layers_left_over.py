"""The rest of the division by the number of stages is left out."""

HINT = "How many layers stand on all your stages together?"


def split_layers(layer_bytes, n_stages):
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError("bad number of stages")
    each = len(layer_bytes) // n_stages
    return [list(range(stage * each, (stage + 1) * each)) for stage in range(n_stages)]
