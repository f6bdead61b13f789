"""Part 3b - What each device holds.

A model that does not fit on one device is spread over many. In this file you write the counts for
that: the number of nodes, the size of a shard, the memory of a rank under ZeRO, the position of a rank
in the grid of pipeline, data and tensor parallelism, and the layers of each pipeline stage.

Rules for all functions: counts, sizes, ranks and bytes are exact Python ints, of any size: a float, a
64-bit integer or a list of all ranks does not hold them. NumPy's ints are not accepted.
`provided/recipes.py` has `DTYPE_BYTES` and `TrainingRecipe`.
"""

from provided.recipes import DTYPE_BYTES, TrainingRecipe


def min_nodes(total_bytes: int, bytes_per_node: int) -> int:
    """Return the minimum number of nodes that hold `total_bytes`, exact for ints of any size.

    Raises:
        ValueError: either number is below 1.

    Source: plain arithmetic, needed for question Q3 (b) in `written/q3_scale.md`.

    3,600 GB of weights on nodes of 1,128 GB need 3.2 nodes, so 4:

    >>> min_nodes(3_600_000_000_000, 1_128_000_000_000)
    4
    """
    raise NotImplementedError("Part 3b.1: min_nodes")


def shard_numel(numel: int, world_size: int) -> tuple[int, int]:
    """Return the size of equal shards of a flat parameter, padded to a multiple of `world_size`.

    Args:
        numel: the number of elements of the flat parameter.
        world_size: the number of ranks that share it.

    Returns:
        `(per_rank, padding)`: the elements on each rank, and the total number of padding elements.

    Raises:
        ValueError: `numel` is below 0, or `world_size` below 1.

    Source: PyTorch, FSDP1's flat parameter; DeepSpeed, each parameter in ZeRO-3. Others pad differently:
    DeepSpeed's ZeRO-1 and ZeRO-2 pad a flat buffer to a multiple of twice the world size, and FSDP2
    shards each tensor's first dimension.

    >>> shard_numel(10, 4)
    (3, 2)
    """
    raise NotImplementedError("Part 3b.2: shard_numel")


def zero_memory_per_rank(n_params: int, world_size: int, stage: int, recipe: TrainingRecipe) -> int:
    """Return the bytes on one rank under ZeRO, without activations.

    Stage 0 shards nothing. Stage 1 shards the optimizer state and the master weights, stage 2 also the
    gradients, stage 3 also the weights. Every parameter has one weight (`param_dtype`), one gradient
    (`grad_dtype`), a float32 master weight if the recipe keeps it, and the optimizer's values
    (`state_dtype`): none for SGD, one for momentum, two for Adam. A sharded value takes
    `shard_numel(n_params, world_size)[0]` elements on every rank, which includes the padding.

    Raises:
        ValueError: `stage` is not 0, 1, 2 or 3; `n_params` is below 0; or `world_size` is below 1. The
            last two apply at every stage.

    Source: Rajbhandari et al. 2020, "ZeRO", figure 1.

    >>> mixed = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
    >>> [zero_memory_per_rank(1_000, 4, stage, mixed) for stage in (0, 1, 2, 3)]
    [16000, 7000, 5500, 4000]
    """
    raise NotImplementedError("Part 3b.3: zero_memory_per_rank")


def rank_coordinates(rank: int, pipeline: int, data: int, tensor: int) -> tuple[int, int, int]:
    """Return the coordinates of a rank in the grid of pipeline, data and tensor parallelism.

    The tensor coordinate changes fastest, then data, then pipeline. So tensor-parallel peers, which
    communicate the most, are neighbouring ranks, and those share a node.

    Args:
        rank: 0 … pipeline * data * tensor - 1.
        pipeline, data, tensor: the sizes of the grid, of any size.

    Returns:
        `(pp, dp, tp)`, all counted from 0.

    Raises:
        ValueError: `rank` is outside the grid, or a size is below 1.

    Source: Narayanan et al. 2021, "Efficient Large-Scale Language Model Training on GPU Clusters Using
    Megatron-LM", section 3.

    >>> [rank_coordinates(rank, pipeline=2, data=1, tensor=2) for rank in range(4)]
    [(0, 0, 0), (0, 0, 1), (1, 0, 0), (1, 0, 1)]
    """
    raise NotImplementedError("Part 3b.4: rank_coordinates")


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    """Split layers into pipeline stages, so that the heaviest stage is as light as possible.

    Every stage is a non-empty list of consecutive layer indices. All layers appear once, in order. If
    several splits are equally good, any of them is right.

    Args:
        layer_bytes: the size of each layer, all positive; up to some hundreds of layers.
        n_stages: the number of stages.

    Raises:
        ValueError: `n_stages` is below 1, or above the number of layers.

    Source: the linear partition problem (Skiena, "The Algorithm Design Manual"); Huang et al. 2019,
    "GPipe", section 2.2.

    >>> split_layers([4, 1, 1, 4], 3)
    [[0], [1, 2], [3]]
    """
    raise NotImplementedError("Part 3b.5: split_layers")
