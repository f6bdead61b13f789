"""Part 3b - What each device holds.

A model that does not fit on one device is spread over many. In this file you write the counts for
that: the number of nodes, the size of a shard, the memory of a rank under ZeRO, the position of a rank
in the grid of pipeline, data and tensor parallelism, and the layers of each pipeline stage.

Rules for all functions: counts, sizes, ranks and bytes are exact Python ints, of any size: a float, a
64-bit integer or a list of all ranks does not hold them. NumPy's ints are not accepted.
`provided/recipes.py` has `DTYPE_BYTES` and `TrainingRecipe`.
"""

from provided.recipes import DTYPE_BYTES, TrainingRecipe

# BEGIN SOLUTION NO PROMPT
_STATES_PER_PARAMETER = {"sgd": 0, "momentum": 1, "adam": 2}
# END SOLUTION


def min_nodes(total_bytes: int, bytes_per_node: int) -> int:
    """Return the minimum number of nodes that hold `total_bytes`, exact for ints of any size.

    Raises:
        ValueError: either number is below 1.

    Source: plain arithmetic, needed for question Q3 (b) in `written/q3_scale.md`.

    3,600 GB of weights on nodes of 1,128 GB need 3.2 nodes, so 4:

    >>> min_nodes(3_600_000_000_000, 1_128_000_000_000)
    4
    """
    # BEGIN SOLUTION
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError(f"both sizes must be at least 1, not {total_bytes} and {bytes_per_node}")
    return -(-total_bytes // bytes_per_node)  # a float quotient would be wrong above 2**53
    # END SOLUTION


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
    # BEGIN SOLUTION
    if numel < 0 or world_size < 1:
        raise ValueError(f"numel must be at least 0 and world_size at least 1, not {numel} and {world_size}")
    per_rank = -(-numel // world_size)
    return per_rank, per_rank * world_size - numel
    # END SOLUTION


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
    # BEGIN SOLUTION
    if stage not in (0, 1, 2, 3):
        raise ValueError(f"stage must be 0, 1, 2 or 3, not {stage!r}")
    if n_params < 0:
        raise ValueError(f"n_params must not be negative, but is {n_params}")
    shard, _ = shard_numel(n_params, world_size)
    master_bytes = DTYPE_BYTES["float32"] if recipe.master_weights else 0
    state_bytes = _STATES_PER_PARAMETER[recipe.optimizer] * DTYPE_BYTES[recipe.state_dtype]
    return (
        DTYPE_BYTES[recipe.param_dtype] * (shard if stage >= 3 else n_params)
        + DTYPE_BYTES[recipe.grad_dtype] * (shard if stage >= 2 else n_params)
        + (master_bytes + state_bytes) * (shard if stage >= 1 else n_params)
    )
    # END SOLUTION


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
    # BEGIN SOLUTION
    if min(pipeline, data, tensor) < 1:
        raise ValueError(f"every size must be at least 1, not {pipeline}, {data} and {tensor}")
    if not 0 <= rank < pipeline * data * tensor:
        raise ValueError(f"rank {rank} is outside 0 … {pipeline * data * tensor - 1}")
    rest, tp = divmod(rank, tensor)
    pp, dp = divmod(rest, data)
    return pp, dp, tp
    # END SOLUTION


# BEGIN SOLUTION NO PROMPT
def _stages_needed(layer_bytes: list[int], limit: int) -> int:
    """How many stages it takes if none may be heavier than `limit`: fill each as far as it goes."""
    n_stages, load = 1, 0
    for size in layer_bytes:
        if load + size > limit:
            n_stages, load = n_stages + 1, 0
        load += size
    return n_stages


# END SOLUTION


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
    # BEGIN SOLUTION
    if not 1 <= n_stages <= len(layer_bytes):
        raise ValueError(f"n_stages must be 1 … {len(layer_bytes)}, not {n_stages}")
    # The lightest limit that needs no more stages than there are: more weight never needs more
    # stages, so it can be searched by halves.
    low, high = max(layer_bytes), sum(layer_bytes)
    while low < high:
        middle = (low + high) // 2
        if _stages_needed(layer_bytes, middle) <= n_stages:
            high = middle
        else:
            low = middle + 1
    stages: list[list[int]] = [[]]
    load = 0
    for layer, size in enumerate(layer_bytes):
        # When as many layers as stages are left, each has to open one, or the last would be empty.
        all_alone = len(layer_bytes) - layer == n_stages - len(stages)
        if stages[-1] and (load + size > low or all_alone):
            stages.append([])
            load = 0
        stages[-1].append(layer)
        load += size
    return stages
    # END SOLUTION
