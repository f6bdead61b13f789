"""Each cut is made where the running total is nearest to its share of the whole."""

HINT = "What does each of your cuts leave for the stages after it?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    totals = [sum(layer_bytes[:n]) for n in range(n_layers + 1)]
    cuts = [0]
    for stage in range(1, n_stages):
        places = range(cuts[-1] + 1, n_layers - (n_stages - stage) + 1)
        cuts.append(min(places, key=lambda place: abs(n_stages * totals[place] - stage * totals[-1])))
    cuts.append(n_layers)
    return [list(range(cuts[stage], cuts[stage + 1])) for stage in range(n_stages)]
