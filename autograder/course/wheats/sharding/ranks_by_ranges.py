"""Each axis is a range of the ranks at which a coordinate begins, searched by halves."""


def rank_coordinates(rank, pipeline, data, tensor):
    if pipeline < 1 or data < 1 or tensor < 1:
        raise ValueError("sizes")
    if rank not in range(pipeline * data * tensor):
        raise ValueError("rank")
    place, begin = [], 0
    for size, step in ((pipeline, data * tensor), (data, tensor), (tensor, 1)):
        low, high = 0, size
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if begin + middle * step <= rank else (low, middle)
        place.append(low)
        begin += low * step
    return tuple(place)
