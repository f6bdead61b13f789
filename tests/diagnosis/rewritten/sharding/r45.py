"""The squares of the stages' weights are made small, not the heaviest weight."""

from itertools import accumulate


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    n_layers = len(layer_bytes)
    if n_stages < 1 or n_stages > n_layers:
        raise ValueError("n_stages must be between 1 and the number of layers")
    prefix = [0, *accumulate(layer_bytes)]
    # costs[end]: the least sum of squares of the first `end` layers in the stages so far
    costs: list[int | None] = [0] + [None] * n_layers
    choices = []
    for stage in range(1, n_stages + 1):
        new_costs: list[int | None] = [None] * (n_layers + 1)
        choice = [0] * (n_layers + 1)
        for end in range(stage, n_layers + 1):
            best = None
            for begin in range(end - 1, stage - 2, -1):
                square = (prefix[end] - prefix[begin]) ** 2
                if best is not None and square >= best:
                    break  # it only grows from here
                before = costs[begin]
                if before is not None and (best is None or before + square < best):
                    best, choice[end] = before + square, begin
            new_costs[end] = best
        costs = new_costs
        choices.append(choice)
    stages = []
    end = n_layers
    for choice in reversed(choices):
        begin = choice[end]
        stages.append(list(range(begin, end)))
        end = begin
    return stages[::-1]
