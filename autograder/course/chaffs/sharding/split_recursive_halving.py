"""The heaviest stage is cut in two at its middle, until there are enough stages."""

HINT = "In the best split into three, where are the cuts of the best split into two?"


def split_layers(layer_bytes, n_stages):
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError("bad number of stages")

    def weight(stage):
        return sum(layer_bytes[layer] for layer in stage)

    stages = [list(range(len(layer_bytes)))]
    while len(stages) < n_stages:
        divisible = [number for number, stage in enumerate(stages) if len(stage) > 1]
        number = max(divisible, key=lambda number: weight(stages[number]))
        stage = stages[number]
        cut = min(range(1, len(stage)), key=lambda cut: max(weight(stage[:cut]), weight(stage[cut:])))
        stages[number : number + 1] = [stage[:cut], stage[cut:]]
    return stages
