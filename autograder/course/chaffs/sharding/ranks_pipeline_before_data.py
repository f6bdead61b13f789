"""After the tensor-parallel rank, the pipeline stage runs, and the data-parallel rank last."""

HINT = "Once all tensor-parallel peers are counted, which coordinate comes next?"


def rank_coordinates(rank, pipeline, data, tensor):
    if min(pipeline, data, tensor) < 1 or not 0 <= rank < pipeline * data * tensor:
        raise ValueError("outside the grid")
    return rank // tensor % pipeline, rank // (tensor * pipeline), rank % tensor
