"""The reference's layouts of part 3b: where a rank stands in the grid, and which layers a stage holds."""

import itertools
import random
import time

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import load_reference

sharding = load_reference("sharding")

few = settings(max_examples=80, deadline=None, derandomize=True)
size = st.integers(1, 5)


# 3b.4 rank_coordinates


@pytest.mark.parametrize(
    ("rank", "coordinates"),
    [
        # 2 pipeline stages, 3 replicas, 4 tensor-parallel ranks: rank = (pp · 3 + dp) · 4 + tp
        (0, (0, 0, 0)),
        (3, (0, 0, 3)),  # tensor-parallel rank fastest
        (4, (0, 1, 0)),  # then data
        (11, (0, 2, 3)),
        (12, (1, 0, 0)),  # then pipeline
        (18, (1, 1, 2)),  # (1 · 3 + 1) · 4 + 2
        (23, (1, 2, 3)),
    ],
)
def test_coordinates(rank: int, coordinates: tuple[int, int, int]) -> None:
    result = sharding.rank_coordinates(rank, 2, 3, 4)
    assert result == coordinates
    assert {type(value) for value in result} == {int}
    assert sharding.rank_coordinates(rank, tensor=4, pipeline=2, data=3) == coordinates


def test_a_grid_may_be_of_any_size() -> None:
    assert sharding.rank_coordinates(0, 2**63, 1, 1) == (0, 0, 0)
    # (pp · 2**20 + dp) · 2 + tp with (2**62, 3, 1)
    assert sharding.rank_coordinates((2**62 * 2**20 + 3) * 2 + 1, 2**63, 2**20, 2) == (2**62, 3, 1)


def test_tensor_parallel_peers_share_a_node() -> None:
    # nodes of eight: ranks 8 … 15 are one group of the second replica
    peers = [sharding.rank_coordinates(rank, 2, 2, 8) for rank in range(8, 16)]
    assert peers == [(0, 1, tp) for tp in range(8)]


@few
@given(size, size, size)
def test_coordinates_are_a_bijection_and_the_device_mesh(pipeline: int, data: int, tensor: int) -> None:
    n_ranks = pipeline * data * tensor
    found = [sharding.rank_coordinates(rank, pipeline, data, tensor) for rank in range(n_ranks)]
    assert found == list(itertools.product(range(pipeline), range(data), range(tensor)))
    # PyTorch's DeviceMesh lays ranks out as arange(n).view(pp, dp, tp); NumPy unravels in the same order
    mesh = torch.arange(n_ranks).view(pipeline, data, tensor)
    assert [int(mesh[place]) for place in found] == list(range(n_ranks))
    assert found[-1] == tuple(int(i) for i in np.unravel_index(n_ranks - 1, (pipeline, data, tensor)))


@pytest.mark.parametrize(
    "arguments",
    [
        (-1, 2, 3, 4),
        (24, 2, 3, 4),
        (1, 1, 1, 1),
        (0, 0, 3, 4),
        (0, 2, 0, 4),
        (0, 2, 3, 0),
        (0, -2, -3, 4),
        (0, -1, 1, 1),
    ],
    ids=str,
)
def test_coordinates_refuse(arguments: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError):
        sharding.rank_coordinates(*arguments)


# 3b.5 split_layers


def heaviest(stages: list[list[int]], layer_bytes: list[int], n_stages: int) -> int:
    """Return the weight of the heaviest stage, after checking the split."""
    assert len(stages) == n_stages
    assert all(stages)
    assert [layer for stage in stages for layer in stage] == list(range(len(layer_bytes)))
    assert {type(layer) for stage in stages for layer in stage} == {int}
    return max(sum(layer_bytes[layer] for layer in stage) for stage in stages)


@pytest.mark.parametrize(
    ("layer_bytes", "n_stages", "stages"),
    [
        # each of these has one optimum only
        pytest.param([1, 2, 3, 4, 5], 2, [[0, 1, 2], [3, 4]], id="6-and-9"),  # else 10+5, 3+12 or 1+14
        pytest.param([9, 1, 1, 1], 2, [[0], [1, 2, 3]], id="heavy-first"),
        pytest.param([1, 1, 1, 9], 2, [[0, 1, 2], [3]], id="heavy-last"),
        pytest.param([4, 4, 4, 4], 2, [[0, 1], [2, 3]], id="even"),
        pytest.param([7, 1, 2], 1, [[0, 1, 2]], id="one-stage"),
        pytest.param([9, 1, 1], 3, [[0], [1], [2]], id="a-stage-each"),
        pytest.param([5, 5, 1, 1], 3, [[0], [1], [2, 3]], id="light-tail"),  # 5; else 6 or 10
    ],
)
def test_the_only_optimum(layer_bytes: list[int], n_stages: int, stages: list[list[int]]) -> None:
    before = list(layer_bytes)
    assert sharding.split_layers(layer_bytes, n_stages) == stages
    assert layer_bytes == before


@pytest.mark.parametrize(
    ("layer_bytes", "n_stages", "weight"),
    [
        # no stage may be empty, although the first layer alone decides the weight
        pytest.param([9, 1, 1, 1], 3, 9, id="no-empty-stage"),
        # seven equal layers in three stages: 3 + 2 + 2 in some order
        pytest.param([10] * 7, 3, 30, id="equal-layers"),
        # 61 layers in eight stages: ceil(61 / 8), where floor and the rest to the last would give 12
        pytest.param([1] * 61, 8, 8, id="61-in-8"),
        # equal counts (4+1 | 1+1 | 1+4) give 5; 4 | 1+1+1+1 | 4 gives 4
        pytest.param([4, 1, 1, 1, 1, 4], 3, 4, id="not-equal-counts"),
        pytest.param([10**30, 1, 10**30], 2, 10**30 + 1, id="huge"),
    ],
)
def test_the_heaviest_stage(layer_bytes: list[int], n_stages: int, weight: int) -> None:
    assert heaviest(sharding.split_layers(layer_bytes, n_stages), layer_bytes, n_stages) == weight


@few
@given(st.lists(st.integers(1, 20), min_size=1, max_size=9), st.data())
def test_no_split_is_better(layer_bytes: list[int], data: st.DataObject) -> None:
    n_layers = len(layer_bytes)
    n_stages = data.draw(st.integers(1, n_layers))
    every_split = itertools.combinations(range(1, n_layers), n_stages - 1)
    best = min(
        max(sum(layer_bytes[start:end]) for start, end in itertools.pairwise([0, *cuts, n_layers]))
        for cuts in every_split
    )
    assert heaviest(sharding.split_layers(layer_bytes, n_stages), layer_bytes, n_stages) == best


def test_200_layers_in_64_stages_in_time() -> None:
    # 64 groups of 1,000 bytes, 56 of three layers and 8 of four: the mean is 1,000, so no split is lighter
    rng = random.Random(3)
    layer_bytes: list[int] = []
    for group in range(64):
        cuts = sorted(rng.sample(range(1, 1_000), 3 if group % 8 == 0 else 2))
        layer_bytes += [end - start for start, end in itertools.pairwise([0, *cuts, 1_000])]
    assert len(layer_bytes) == 200
    start = time.process_time()
    stages = sharding.split_layers(layer_bytes, 64)
    assert time.process_time() - start < 5
    assert heaviest(stages, layer_bytes, 64) == 1_000


@pytest.mark.parametrize(
    ("layer_bytes", "n_stages"), [([1, 2], 3), ([1, 2], 0), ([1, 2], -1), ([], 1), ([], 0)], ids=str
)
def test_split_refuses(layer_bytes: list[int], n_stages: int) -> None:
    with pytest.raises(ValueError):
        sharding.split_layers(layer_bytes, n_stages)
