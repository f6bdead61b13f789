"""The reference's sharding arithmetic of part 3b: nodes, even shards, and the ZeRO paper's figures."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import load_provided, load_reference
from torch.nn import functional as F

sharding = load_reference("sharding")
recipes = load_provided("recipes")

GB = 10**9
MIXED = ("float16", "float16", "adam", "float32", True)  # 2 + 2 + 4 + 4 + 4 = 16 bytes
Recipe = tuple[str, str, str, str, bool]
STAGES = [0, 1, 2, 3]
few = settings(max_examples=80, deadline=None, derandomize=True)


def assert_exactly(result: object, expected: int) -> None:
    assert (type(result), result) == (int, expected)


# 3b.1 min_nodes


@pytest.mark.parametrize(
    ("total", "per_node", "nodes"),
    [
        # the worksheet's model on its nodes of 1,128 GB
        pytest.param(28_800 * GB, 1_128 * GB, 26, id="16-bytes-25.53"),
        pytest.param(25_200 * GB, 1_128 * GB, 23, id="14-bytes-22.34-is-not-rounded"),
        pytest.param(14_400 * GB, 1_128 * GB, 13, id="float32-moments-12.77"),
        pytest.param(7_200 * GB, 1_128 * GB, 7, id="float16-moments-6.38"),
        pytest.param(3_600 * GB, 1_128 * GB, 4, id="weights-3.19"),
        pytest.param(1_128 * GB, 1_128 * GB, 1, id="exactly-one"),
        pytest.param(3 * 1_128 * GB, 1_128 * GB, 3, id="exactly-three"),
        pytest.param(1_128 * GB + 1, 1_128 * GB, 2, id="one-byte-too-many"),
        pytest.param(1, 1_128 * GB, 1, id="one-byte"),
        # beyond 2⁵³ a float cannot tell neighbours apart
        pytest.param(2**53 + 1, 1, 2**53 + 1, id="above-53-bits"),
        pytest.param(10**40 + 1, 10**20, 10**20 + 1, id="huge"),
        pytest.param(10**400, 10**399, 10, id="no-float-at-all"),
    ],
)
def test_nodes(total: int, per_node: int, nodes: int) -> None:
    assert_exactly(sharding.min_nodes(total, per_node), nodes)


@pytest.mark.parametrize(("total", "per_node"), [(0, 1), (-1, 1), (1, 0), (1, -1), (0, 0), (-4, -2)])
def test_nodes_refuse(total: int, per_node: int) -> None:
    with pytest.raises(ValueError):
        sharding.min_nodes(total, per_node)


# 3b.2 shard_numel


@pytest.mark.parametrize(
    ("numel", "world_size", "per_rank", "padding"),
    [
        (10, 4, 3, 2),  # 4 · 3 = 12
        (8, 4, 2, 0),
        (9, 4, 3, 3),  # 12 again
        (3, 8, 1, 5),  # five ranks hold padding only
        (5, 1, 5, 0),
        (0, 4, 0, 0),  # no elements need no padding
        (10**18 + 1, 1_000, 10**15 + 1, 999),
    ],
)
def test_shards(numel: int, world_size: int, per_rank: int, padding: int) -> None:
    shard, added = sharding.shard_numel(numel, world_size)
    assert_exactly(shard, per_rank)
    assert_exactly(added, padding)


@few
@given(st.integers(1, 200), st.integers(1, 20))
def test_shards_as_fsdp_makes_them(numel: int, world_size: int) -> None:
    # FSDP1's flat parameter: torch.chunk, then every chunk padded to the first one's length
    chunks = list(torch.arange(numel).chunk(world_size))
    chunks += [torch.arange(0)] * (world_size - len(chunks))
    shards = [F.pad(chunk, (0, len(chunks[0]) - len(chunk))) for chunk in chunks]
    added = sum(len(shard) for shard in shards) - numel
    assert sharding.shard_numel(numel, world_size) == (len(shards[0]), added)


@few
@given(st.integers(0, 10**30), st.integers(1, 10**6))
def test_padding_is_the_least_that_makes_shards_even(numel: int, world_size: int) -> None:
    per_rank, padding = sharding.shard_numel(numel, world_size)
    assert per_rank * world_size == numel + padding
    assert 0 <= padding < world_size


@pytest.mark.parametrize(("numel", "world_size"), [(-1, 4), (4, 0), (4, -1), (0, 0), (-8, 4)])
def test_shards_refuse(numel: int, world_size: int) -> None:
    with pytest.raises(ValueError):
        sharding.shard_numel(numel, world_size)


# 3b.3 zero_memory_per_rank


def zero(n_params: int, world_size: int, stage: int, recipe: Recipe = MIXED) -> int:
    """Return the bytes on one rank, after checking that they are an int."""
    result = sharding.zero_memory_per_rank(n_params, world_size, stage, recipes.TrainingRecipe(*recipe))
    assert type(result) is int
    return result


@pytest.mark.parametrize(
    ("stage", "gigabytes", "n_bytes"),
    [
        # 7.5 · 10⁹ parameters on 64 ranks; 64 divides them, 117,187,500 for each rank, so nothing is padded
        pytest.param(0, 120.0, 120_000_000_000, id="baseline"),  # 16 · 7.5
        pytest.param(1, 31.4, 31_406_250_000, id="os"),  # 4 · 7.5 + 12 · 7.5 / 64
        pytest.param(2, 16.6, 16_640_625_000, id="os+g"),  # 2 · 7.5 + 14 · 7.5 / 64
        pytest.param(3, 1.88, 1_875_000_000, id="os+g+p"),  # 16 · 7.5 / 64
    ],
)
def test_the_zero_papers_figures(stage: int, gigabytes: float, n_bytes: int) -> None:
    # Rajbhandari et al. 2020, "ZeRO", Figure 1 and Table 1 (K = 12), printed to three figures
    result = zero(7_500_000_000, 64, stage)
    assert result == n_bytes
    assert result / GB == pytest.approx(gigabytes, abs=0.05 if gigabytes > 2 else 0.005)


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        # ten parameters on four ranks: a shard is three elements, two of the twelve are padding
        # stage 0: 160; 1: 20 + 20 + 3·12; 2: 20 + 3·14; 3: 3·16
        pytest.param(MIXED, [160, 76, 62, 48], id="mixed"),
        # weights 4, gradients 4, no master, two moments of 4
        pytest.param(("float32", "float32", "adam", "float32", False), [160, 104, 76, 48], id="float32"),
        # one momentum of 2 beside a master of 4: 100; 20 + 20 + 3·6; 20 + 3·8; 3·10
        pytest.param(
            ("bfloat16", "bfloat16", "momentum", "bfloat16", True), [100, 58, 44, 30], id="momentum"
        ),
        # gradients of 4, two moments of 1, no master: 80; 20 + 40 + 3·2; 20 + 3·6; 3·8
        pytest.param(("float16", "float32", "adam", "int8", False), [80, 66, 38, 24], id="8-bit"),
        # no state and no master: stage 1 has nothing to shard; 80; 80; 40 + 3·4; 3·8
        pytest.param(("float32", "float32", "sgd", "float32", False), [80, 80, 52, 24], id="sgd"),
        # plain SGD still shards its master weights: 80; 20 + 20 + 3·4; 20 + 3·6; 3·8
        pytest.param(("float16", "float16", "sgd", "int8", True), [80, 52, 38, 24], id="sgd-master"),
    ],
)
def test_every_recipe_and_stage_with_padding(recipe: Recipe, expected: list[int]) -> None:
    for stage, n_bytes in enumerate(expected):
        assert zero(10, 4, stage, recipe) == n_bytes


def test_each_moment_is_padded_by_itself() -> None:
    # three parameters on two ranks: two moments of two elements each; six values in one buffer would be three
    recipe = ("float32", "float32", "adam", "float32", False)
    assert zero(3, 2, 1, recipe) == 12 + 12 + 2 * 2 * 4


def test_the_worksheets_model_on_its_26_nodes() -> None:
    # 26 nodes of 8 GPUs: 1.8 · 10¹² / 208 = 8,653,846,153.8…, so 16 bytes of 8,653,846,154 fit into 141 GB
    assert zero(1_800 * GB, 208, 3) == 138_461_538_464


@pytest.mark.parametrize("stage", STAGES)
def test_edges(stage: int) -> None:
    assert zero(7, 1, stage) == 112  # one rank holds all: 7 · 16
    assert zero(0, 8, stage) == 0
    # one parameter on eight ranks: a shard is a whole element, so no stage saves a byte
    assert zero(1, 8, stage) == 16
    assert zero(10**30, 1, stage) == 16 * 10**30


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("n_params", "world_size"), [(-1, 1), (-1, 4), (1, 0), (1, -2)])
def test_zero_refuses_bad_sizes_at_every_stage(n_params: int, world_size: int, stage: int) -> None:
    with pytest.raises(ValueError):
        zero(n_params, world_size, stage)


@pytest.mark.parametrize("stage", [-1, 4, 10])
def test_zero_refuses_another_stage(stage: int) -> None:
    with pytest.raises(ValueError):
        zero(10, 4, stage)
