"""Part 3b: how many nodes, how large a shard, where a rank stands."""

from itertools import permutations

import numpy as np
import pytest

from autograder.testing import Caller, assert_raises, assert_same, between, drawn


@pytest.mark.part("3b.1.example")
def test_min_nodes_example(student: Caller, reference: Caller) -> None:
    """nodes for 3,600 GB of weights"""
    sizes = (3_600_000_000_000, 1_128_000_000_000)
    assert_same(student.min_nodes(*sizes), reference.min_nodes(*sizes))


@pytest.mark.part("3b.1.core")
@pytest.mark.parametrize(
    ("full", "thousandths"),
    [(3, 1), (25, 530)],
    ids=["a little more", "a half more"],
)
def test_min_nodes_started_node_counts(
    student: Caller, reference: Caller, rng: np.random.Generator, full: int, thousandths: int
) -> None:
    """what is left over after the full nodes needs a node too, however little it is"""
    thousandth = int(rng.integers(1, 1_000_000))
    sizes = ((1000 * full + thousandths) * thousandth, 1000 * thousandth)
    assert_same(student.min_nodes(*sizes), reference.min_nodes(*sizes))


@pytest.mark.part("3b.1.core")
def test_min_nodes_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """nodes of another size, and another number of them"""
    node, full = between(rng, 10_000, 10**9), between(rng, 3, 200)
    sizes = (full * node + between(rng, 1, node // 3), node)
    assert_same(student.min_nodes(*sizes), reference.min_nodes(*sizes))


@pytest.mark.part("3b.1.exact")
def test_min_nodes_full_nodes(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """what fills its nodes to the last byte needs no further one, for integers of any size"""
    # Odd, so that a quotient that passes through a float is another one.
    nodes, node = 2**60 + 2 * int(rng.integers(0, 1_000)) + 1, 2**100 + int(rng.integers(0, 1_000))
    assert_same(student.min_nodes(nodes * node, node), reference.min_nodes(nodes * node, node))


@pytest.mark.part("3b.1.errors")
def test_min_nodes_smallest(student: Caller, reference: Caller) -> None:
    """one byte on a node of one byte is not refused"""
    assert_same(student.min_nodes(1, 1), reference.min_nodes(1, 1))


@pytest.mark.part("3b.1.errors")
@pytest.mark.parametrize(("total", "node"), [(0, 1), (1, 0), (1, -1), (-1, 1), (-1, -1)])
def test_min_nodes_refuses(student: Caller, rng: np.random.Generator, total: int, node: int) -> None:
    """sizes below 1 are refused"""
    scale = int(rng.integers(2, 1_000))
    assert_raises(student.min_nodes(total * scale, node * scale), "ValueError")


@pytest.mark.part("3b.2.example")
def test_shard_numel_example(student: Caller, reference: Caller) -> None:
    """ten elements on four ranks"""
    assert_same(student.shard_numel(10, 4), reference.shard_numel(10, 4))


@pytest.mark.part("3b.2.core")
def test_shard_numel_uneven(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """what does not divide evenly is padded, and every rank holds equally much"""
    numel = int(rng.integers(2, 100_000)) * 5 + 2
    assert_same(student.shard_numel(numel, 5), reference.shard_numel(numel, 5))


@pytest.mark.part("3b.2.core")
def test_shard_numel_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of ranks, and more than one element of padding"""
    numel, world_size = drawn(
        rng,
        lambda rng: (between(rng, 1_000, 1_000_000), between(rng, 10, 90)),
        lambda case: 2 <= case[0] % case[1] <= case[1] - 2,
        lambda case: 2 * (case[0] % case[1]) < case[1] - 1,
    )
    assert_same(student.shard_numel(numel, world_size), reference.shard_numel(numel, world_size))


@pytest.mark.part("3b.2.edges")
def test_shard_numel_nothing(student: Caller, reference: Caller) -> None:
    """a single rank may hold all of nothing, without padding"""
    assert_same(student.shard_numel(0, 1), reference.shard_numel(0, 1))


@pytest.mark.part("3b.2.edges")
def test_shard_numel_few_elements(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """there may be fewer elements than ranks"""
    world_size = int(rng.integers(7, 100))
    assert_same(student.shard_numel(3, world_size), reference.shard_numel(3, world_size))


@pytest.mark.part("3b.2.edges")
def test_shard_numel_any_size(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """shard and padding are exact for integers of any size, and what divides evenly needs no padding"""
    numel = (2**100 + int(rng.integers(1, 1_000))) * 8
    assert_same(student.shard_numel(numel, 8), reference.shard_numel(numel, 8))


@pytest.mark.part("3b.2.errors")
@pytest.mark.parametrize(("numel", "world_size"), [(-1, 4), (10, 0), (10, -4)])
def test_shard_numel_refuses(student: Caller, numel: int, world_size: int) -> None:
    """fewer than no elements, and fewer than one rank, are refused"""
    assert_raises(student.shard_numel(numel, world_size), "ValueError")


@pytest.mark.part("3b.4.example")
def test_rank_coordinates_example(student: Caller, reference: Caller) -> None:
    """rank 2 of two pipeline stages with two tensor-parallel ranks each"""
    grid = {"pipeline": 2, "data": 1, "tensor": 2}
    assert_same(student.rank_coordinates(2, **grid), reference.rank_coordinates(2, **grid))


@pytest.mark.part("3b.4.core")
def test_rank_coordinates_order(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """tensor-parallel peers are neighbours, then data-parallel ones, then pipeline stages"""
    # With these sizes and this place in the grid no two orders of the axes agree.
    tensor = int(rng.integers(4, 10))
    pipeline, data = tensor + 1, tensor + 1 + int(rng.integers(1, 4))
    call = ((2 * data + 1) * tensor + 3, pipeline, data, tensor)
    assert_same(student.rank_coordinates(*call), reference.rank_coordinates(*call))


def orders_differ(call: tuple[int, int, int, int]) -> bool:
    """Whether coordinates are distinct and not 0, and no two orders of the axes agree."""
    rank, *sizes = call
    places = set()
    for order in permutations(range(3)):
        place, left = [0, 0, 0], rank
        for axis in order:
            left, place[axis] = divmod(left, sizes[axis])
        places.add(tuple(place))
        if order == (2, 1, 0) and (0 in place or len(set(place)) < 3):
            return False
    return len(places) == 6


@pytest.mark.part("3b.4.core")
def test_rank_coordinates_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """other sizes, and other places in the grid"""

    def make(rng: np.random.Generator) -> tuple[int, int, int, int]:
        pipeline, data, tensor = (between(rng, 4, 14) for _ in range(3))
        return between(rng, 1, pipeline * data * tensor - 1), pipeline, data, tensor

    call = drawn(rng, make, orders_differ, lambda call: len(set(call[1:])) == 3)
    assert_same(student.rank_coordinates(*call), reference.rank_coordinates(*call))


@pytest.mark.part("3b.4.errors")
def test_rank_coordinates_smallest(student: Caller, reference: Caller) -> None:
    """a grid of a single rank is not refused"""
    assert_same(student.rank_coordinates(0, 1, 1, 1), reference.rank_coordinates(0, 1, 1, 1))


@pytest.mark.part("3b.4.errors")
@pytest.mark.parametrize("outside", ["before", "after"])
def test_rank_coordinates_outside(student: Caller, rng: np.random.Generator, outside: str) -> None:
    """a rank outside the grid is refused"""
    pipeline, data, tensor = (int(size) for size in rng.integers(2, 10, 3))
    n_ranks = pipeline * data * tensor
    rank = -1 if outside == "before" else n_ranks
    assert_raises(student.rank_coordinates(rank, pipeline, data, tensor), "ValueError")


@pytest.mark.part("3b.4.errors")
@pytest.mark.parametrize(("pipeline", "data", "tensor"), [(-2, -2, 2), (2, -2, -2)])
def test_rank_coordinates_no_size(student: Caller, pipeline: int, data: int, tensor: int) -> None:
    """a grid with a size below 1 is refused"""
    assert_raises(student.rank_coordinates(0, pipeline, data, tensor), "ValueError")


@pytest.mark.part("3b.4.core")
def test_rank_coordinates_any_size(student: Caller, reference: Caller) -> None:
    """a grid may be of any size"""
    call = (2**80 + 2**20 + 1, 2**63, 2**20, 2)
    assert_same(student.rank_coordinates(*call), reference.rank_coordinates(*call))
