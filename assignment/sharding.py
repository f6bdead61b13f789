"""Part 3b - What each device holds.

What does not fit one device is spread over many. Here you write the counts behind that: how many
nodes, how large a shard is, what ZeRO leaves on a rank, where a rank stands in the grid of pipeline,
data and tensor parallelism, and which layers make up a pipeline stage.

Rules for all functions: counts and bytes are Python ints and exact, for ints of any size.
`provided/recipes.py` has `DTYPE_BYTES` and `TrainingRecipe`.
"""

from provided.recipes import DTYPE_BYTES, TrainingRecipe


def min_nodes(total_bytes: int, bytes_per_node: int) -> int:
    """The fewest nodes that hold `total_bytes`, exact for ints of any size.

    Raises:
        ValueError: either number is below 1.

    Source: plain arithmetic, needed for question Q3 (b) in `written/q3_scale.md`.

    3,600 GB of weights on nodes of 1,128 GB: 3.2 nodes are not to be had.

    >>> min_nodes(3_600_000_000_000, 1_128_000_000_000)
    4
    """
    raise NotImplementedError("Part 3b.1: min_nodes")


def shard_numel(numel: int, world_size: int) -> tuple[int, int]:
    """Even shards of a flat parameter that is padded up to a multiple of `world_size`.

    Args:
        numel: elements of the flat parameter.
        world_size: how many ranks share it.

    Returns:
        `(per_rank, padding)`: elements on each rank, and the total that was added.

    Raises:
        ValueError: `numel` is below 0, or `world_size` below 1.

    Source: PyTorch FSDP1's flat parameter and DeepSpeed ZeRO's flat buffers. (FSDP2 shards each
    tensor's first dimension instead.)

    >>> shard_numel(10, 4)
    (3, 2)
    """
    raise NotImplementedError("Part 3b.2: shard_numel")


def zero_memory_per_rank(n_params: int, world_size: int, stage: int, recipe: TrainingRecipe) -> int:
    """Bytes that one rank holds under ZeRO, activations aside.

    Stage 0 shards nothing, stage 1 the optimizer's state with the master weights, stage 2 the
    gradients too, stage 3 the weights too. Per parameter there is one weight (`param_dtype`), one
    gradient (`grad_dtype`), a float32 master weight if the recipe keeps it, and the optimizer's values
    (`state_dtype`): none for SGD, one for momentum, two for Adam. Each of these values that is sharded
    holds `shard_numel(n_params, world_size)[0]` elements, padding included, the same on every rank.

    Raises:
        ValueError: `stage` is none of 0, 1, 2, 3; `n_params` is below 0; `world_size` is below 1. At
            every stage.

    Source: Rajbhandari et al. 2020, "ZeRO", figure 1.

    >>> mixed = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
    >>> [zero_memory_per_rank(1_000, 4, stage, mixed) for stage in (0, 1, 2, 3)]
    [16000, 7000, 5500, 4000]
    """
    raise NotImplementedError("Part 3b.3: zero_memory_per_rank")


def rank_coordinates(rank: int, pipeline: int, data: int, tensor: int) -> tuple[int, int, int]:
    """Where a rank stands in the grid of pipeline, data and tensor parallelism.

    The tensor-parallel rank runs fastest, then data, then pipeline: neighbouring ranks share a node,
    and tensor-parallel peers talk the most.

    Args:
        rank: 0 … pipeline * data * tensor - 1.
        pipeline, data, tensor: the sizes of the grid.

    Returns:
        `(pp, dp, tp)`, each counted from 0.

    Raises:
        ValueError: `rank` is outside the grid, or a size is below 1.

    Source: Narayanan et al. 2021, "Efficient Large-Scale Language Model Training on GPU Clusters Using
    Megatron-LM", section 3.

    >>> [rank_coordinates(rank, pipeline=2, data=1, tensor=2) for rank in range(4)]
    [(0, 0, 0), (0, 0, 1), (1, 0, 0), (1, 0, 1)]
    """
    raise NotImplementedError("Part 3b.4: rank_coordinates")


def split_layers(layer_bytes: list[int], n_stages: int) -> list[list[int]]:
    """Pipeline stages, as even as contiguous layers allow.

    Each stage is a non-empty run of layer indices; all layers appear once, in order; the heaviest
    stage is as light as possible. Where several splits are best, any of them is right.

    Args:
        layer_bytes: the size of each layer, all positive; up to some hundreds of them.
        n_stages: how many stages to make.

    Raises:
        ValueError: `n_stages` is below 1, or above the number of layers.

    Source: the linear partition problem (Skiena, "The Algorithm Design Manual"); Huang et al. 2019,
    "GPipe", section 2.2.

    >>> split_layers([4, 1, 1, 4], 3)
    [[0], [1, 2], [3]]
    """
    raise NotImplementedError("Part 3b.5: split_layers")
