"""From the slowest axis to the fastest, what whole blocks leave over goes on."""


def rank_coordinates(rank, pipeline, data, tensor):
    sizes, coordinates = (pipeline, data, tensor), []
    if not all(size > 0 for size in sizes):
        raise ValueError("sizes")
    block = pipeline * data * tensor
    if rank < 0 or block <= rank:
        raise ValueError("rank")
    for size in sizes:
        block //= size
        coordinates.append(rank // block)
        rank -= coordinates[-1] * block
    return tuple(coordinates)
