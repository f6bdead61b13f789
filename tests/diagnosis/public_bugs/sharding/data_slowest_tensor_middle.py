"""The mesh has the axes data, tensor and pipeline, pipeline the fastest."""

SEEN_IN = ("pytorch/torchtitan#286",)


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside")

    return rank % pipeline, rank // (tensor * pipeline), rank // pipeline % tensor
