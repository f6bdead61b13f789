"""Each stage takes the number of layers per stage rounded up, until no layer is left."""

HINT = "How many stages get a layer when nine layers are cut into chunks of three for four stages?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    each = -(-n_layers // n_stages)
    return [list(range(n_layers))[first : first + each] for first in range(0, n_stages * each, each)]
