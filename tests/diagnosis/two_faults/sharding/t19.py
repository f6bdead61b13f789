"""Two ideas:

1. Every stage has the same number of layers, whatever their weights.
2. More stages than layers are accepted, and some stay empty.
"""


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    if n_stages < 1:
        raise ValueError("n_stages must be at least 1")
    per_stage, extra = divmod(len(layer_bytes), n_stages)
    stages = []
    begin = 0
    for stage in range(n_stages):
        end = begin + per_stage + (1 if stage < extra else 0)
        stages.append(list(range(begin, end)))
        begin = end
    return stages
