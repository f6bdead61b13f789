"""Recursion over the size of the first stage, with cached results."""

from functools import cache


def split_layers(layer_bytes, n_stages):
    if not 0 < n_stages <= len(layer_bytes):
        raise ValueError(n_stages)

    @cache
    def best(first, n_left):
        if n_left == 1:
            return sum(layer_bytes[first:]), len(layer_bytes)
        answer, load = None, 0
        for end in range(first + 1, len(layer_bytes) - n_left + 2):
            load += layer_bytes[end - 1]
            heaviest = max(load, best(end, n_left - 1)[0])
            if answer is None or heaviest < answer[0]:
                answer = heaviest, end
            if load > answer[0]:
                break
        return answer

    stages, first = [], 0
    for n_left in range(n_stages, 0, -1):
        _, end = best(first, n_left)
        stages.append(list(range(first, end)))
        first = end
    return stages
