"""Part 3b: pipeline stages out of contiguous layers."""

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from autograder.testing import (
    Answer,
    Caller,
    assert_raises,
    assert_same,
    assert_that,
    assert_unchanged,
    between,
    drawn,
)


def assert_best_split(answer: Answer, expected: Answer, layer_bytes: list[int], n_stages: int) -> None:
    """All layers once and in order, no stage empty, and the heaviest stage as light as the reference's."""
    stages = answer.value
    listed = isinstance(stages, list | tuple) and all(isinstance(stage, list | tuple) for stage in stages)
    assert_that(listed, answer, "no list of lists")
    assert_that(len(stages) == n_stages, answer, "not as many stages as asked")
    assert_that(all(len(stage) > 0 for stage in stages), answer, "an empty stage")
    layers = [layer for stage in stages for layer in stage]
    assert_that(all(type(layer) is int for layer in layers), answer, "no int where a layer's index is asked")
    in_order = layers == list(range(len(layer_bytes)))
    assert_that(in_order, answer, "not every layer's index once, in order and counted from 0")

    def heaviest(stages: Any) -> int:
        weights: list[int] = [sum(layer_bytes[layer] for layer in stage) for stage in stages]
        return max(weights)

    assert_same(answer.view(heaviest), expected.view(heaviest))


@pytest.mark.part("3b.5.example")
def test_split_example(student: Caller, reference: Caller) -> None:
    """two heavy layers at the ends"""
    call = ([4, 1, 1, 4], 3)
    assert_best_split(student.split_layers(*call), reference.split_layers(*call), *call)


# Each but the first two has a best split that some plausible shortcut misses; the scale changes nothing.
@pytest.mark.part("3b.5.core")
@pytest.mark.parametrize(
    ("sizes", "n_stages"),
    [
        ([2, 1, 3], 1),
        ([3, 1, 2], 3),
        ([1, 1, 1, 6], 3),
        ([4, 9, 1, 5, 7], 3),
    ],
    ids=[
        "one stage",
        "a stage for each layer",
        "heavy last, two stages would do",
        "uneven layers",
    ],
)
def test_split_lightest(
    student: Caller, reference: Caller, rng: np.random.Generator, sizes: list[int], n_stages: int
) -> None:
    """the heaviest of the stages is as light as contiguous layers allow"""
    scale = int(rng.integers(1, 1_000_000))
    call = ([size * scale for size in sizes], n_stages)
    assert_best_split(student.split_layers(*call), reference.split_layers(*call), *call)


def heaviest_stages(sizes: list[int], n_stages: int) -> list[int]:
    """The weight of the heaviest stage of every split, the lightest first."""
    cuts = [(0, *cuts, len(sizes)) for cuts in combinations(range(1, len(sizes)), n_stages - 1)]
    return sorted(max(sum(sizes[a:b]) for a, b in pairwise(each)) for each in cuts)


@pytest.mark.part("3b.5.core")
@pytest.mark.parametrize("n_stages", [3, 4], ids=["three", "four"])
def test_split_drawn(student: Caller, reference: Caller, rng: np.random.Generator, n_stages: int) -> None:
    """more layers, of other sizes, which only one split serves best"""

    def make(rng: np.random.Generator) -> list[int]:
        sizes: list[int] = rng.integers(1, 1_000_000, between(rng, 7, 12)).tolist()
        return sizes

    def has_one_best(sizes: list[int]) -> bool:
        best, second = heaviest_stages(sizes, n_stages)[:2]
        return best < second

    call = (drawn(rng, make, has_one_best), n_stages)
    assert_best_split(student.split_layers(*call), reference.split_layers(*call), *call)


@pytest.mark.part("3b.5.errors")
@pytest.mark.parametrize(("n_layers", "n_stages"), [(3, 0), (3, -1), (3, 4)])
def test_split_refuses(student: Caller, rng: np.random.Generator, n_layers: int, n_stages: int) -> None:
    """fewer than one stage, and more stages than layers, are refused"""
    layer_bytes = rng.integers(1, 1_000, n_layers).tolist()
    assert_raises(student.split_layers(layer_bytes, n_stages), "ValueError")


@pytest.mark.part("3b.5.large")
@pytest.mark.parametrize(
    ("multiples", "rest"),
    [((1, 1, 1), (1, 0, 0)), ((1, 1, 1), (0, 0, 1)), ((1, 1, 0, 2), (0, 0, 1, -1))],
    ids=["cut early", "cut late", "a layer of one byte"],
)
def test_split_huge_layers(
    student: Caller,
    reference: Caller,
    rng: np.random.Generator,
    multiples: tuple[int, ...],
    rest: tuple[int, ...],
) -> None:
    """a single byte decides between two splits, however large the layers are; their list is left as it was"""
    size = 2**56 + 64 * int(rng.integers(0, 1_000_000))
    call = ([times * size + more for times, more in zip(multiples, rest, strict=True)], 2)
    answer = student.split_layers(*call)
    assert_best_split(answer, reference.split_layers(*call), *call)
    assert_unchanged(answer)


# The last one: whoever runs out of time here loses nothing else.
@pytest.mark.part("3b.5.large")
def test_split_many_layers(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """200 layers on 64 stages, within the time limit"""
    call = (rng.integers(1, 2**40, 200).tolist(), 64)
    assert_best_split(student.split_layers(*call), reference.split_layers(*call), *call)
