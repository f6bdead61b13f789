"""The squares of the stages' weights are made small, not the heaviest weight."""

HINT = "Which single number decides how long a step of the pipeline takes?"


def split_layers(layer_bytes, n_stages):
    n_layers = len(layer_bytes)
    if not 1 <= n_stages <= n_layers:
        raise ValueError("bad number of stages")
    totals = [0]
    for size in layer_bytes:
        totals.append(totals[-1] + size)
    costs = [[(total * total, [list(range(n))]) for n, total in enumerate(totals)]]
    for n_before in range(1, n_stages):
        costs.append([(0, [])] * (n_layers + 1))
        for n in range(n_before + 1, n_layers + 1):
            costs[-1][n] = min(
                (
                    (
                        costs[-2][cut][0] + (totals[n] - totals[cut]) ** 2,
                        [*costs[-2][cut][1], list(range(cut, n))],
                    )
                    for cut in range(n_before, n)
                ),
                key=lambda cost: cost[0],
            )
    return costs[-1][n_layers][1]
