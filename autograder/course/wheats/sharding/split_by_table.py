"""A table of the best splits of the first layers into each number of stages, from running totals."""


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if n_stages < 1 or n_stages > n_layers:
        raise ValueError(f"{n_stages} stages for {n_layers} layers")
    totals = [0]
    for size in layer_bytes:
        totals.append(totals[-1] + size)
    best = [totals]
    cuts = []
    for n_before in range(1, n_stages):
        row, row_cuts = [0] * (n_layers + 1), [0] * (n_layers + 1)
        for n in range(n_before + 1, n_layers + 1):
            row[n] = totals[-1] + 1
            for cut in range(n_before, n):
                heaviest = max(best[-1][cut], totals[n] - totals[cut])
                if heaviest < row[n]:
                    row[n], row_cuts[n] = heaviest, cut
        best.append(row)
        cuts.append(row_cuts)
    stages, end = [], n_layers
    for row_cuts in reversed(cuts):
        stages.append(list(range(row_cuts[end], end)))
        end = row_cuts[end]
    stages.append(list(range(end)))
    return stages[::-1]
