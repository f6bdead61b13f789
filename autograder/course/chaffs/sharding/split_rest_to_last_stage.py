"""Each stage has equally many layers, and the last one takes all of the rest."""

HINT = "With 61 layers on 8 stages, how heavy does the last one become?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    each = n_layers // n_stages
    stages = [list(range(stage * each, (stage + 1) * each)) for stage in range(n_stages)]
    stages[-1].extend(range(n_stages * each, n_layers))
    return stages
