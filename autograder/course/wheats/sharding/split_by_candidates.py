"""The limit is the weight of some run of layers: the runs are sorted and bisected. Stages as tuples."""

from bisect import bisect_left
from itertools import accumulate


def split_layers(layer_bytes, n_stages):
    if n_stages not in range(1, len(layer_bytes) + 1):
        raise ValueError(f"n_stages is {n_stages}")
    candidates = sorted({run for first in range(len(layer_bytes)) for run in accumulate(layer_bytes[first:])})

    def fill(limit):
        stages, load = [], limit
        for layer, size in enumerate(layer_bytes):
            load += size
            if load > limit:
                stages.append([])
                load = size
            stages[-1].append(layer)
        return stages

    floor = bisect_left(candidates, max(layer_bytes))
    place = bisect_left(candidates, True, floor, key=lambda limit: len(fill(limit)) <= n_stages)
    stages = fill(candidates[place])
    while len(stages) < n_stages:
        longest = max(range(len(stages)), key=lambda number: len(stages[number]))
        stages[longest : longest + 1] = [stages[longest][:1], stages[longest][1:]]
    return tuple(tuple(stage) for stage in stages)
