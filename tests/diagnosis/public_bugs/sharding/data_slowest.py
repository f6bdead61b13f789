"""Data-parallel groups are the slowest, pipeline groups stand between them and tensor groups."""

SEEN_IN = ("facebookresearch/fairscale#1189",)


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside")

    return rank // tensor % pipeline, rank // (tensor * pipeline), rank % tensor
