"""Part 3b: what ZeRO leaves on a rank."""

import numpy as np
import pytest

from autograder.testing import Caller, Record, assert_raises, assert_same, between

EXAMPLE = Record(
    "TrainingRecipe",
    {
        "param_dtype": "bfloat16",
        "grad_dtype": "bfloat16",
        "optimizer": "adam",
        "state_dtype": "float32",
        "master_weights": True,
    },
)


DTYPES = ("float32", "float16", "bfloat16", "int8")


def recipe(
    optimizer: str = "adam",
    state_dtype: str = "float32",
    *,
    master_weights: bool = True,
    weights: tuple[str, str] = ("int8", "bfloat16"),
) -> Record:
    """With Adam in float32: 1, 2, 4 and 8 bytes, so that no two sets of them weigh the same."""
    fields = dict(zip(("param_dtype", "grad_dtype"), weights, strict=True))
    return Record(
        "TrainingRecipe",
        {**fields, "optimizer": optimizer, "state_dtype": state_dtype, "master_weights": master_weights},
    )


@pytest.mark.part("3b.3.example")
def test_zero_example(student: Caller, reference: Caller) -> None:
    """a thousand parameters on four ranks, at stage 2"""
    call = (1_000, 4, 2, EXAMPLE)
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.core")
@pytest.mark.parametrize("stage", [0, 1, 2, 3])
def test_zero_stages(student: Caller, reference: Caller, rng: np.random.Generator, stage: int) -> None:
    """each stage shards what it should, and nothing else"""
    call = (int(rng.integers(1, 1_000_000)) * 32, 32, stage, recipe())
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.core")
def test_zero_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of ranks and other dtypes, at any stage that shards, and no padding"""
    # For one stage and one recipe the bytes are a sum of two proportional terms, so both are drawn.
    world_size, stage = between(rng, 10, 90), between(rng, 1, 3)
    weights = DTYPES[between(rng, 0, 3)], DTYPES[between(rng, 0, 3)]
    call = (between(rng, 1, 100_000) * world_size, world_size, stage, recipe(weights=weights))
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.padding")
def test_zero_uneven(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """padding counts for each value that is sharded, and only for those"""
    call = (int(rng.integers(1, 1_000_000)) * 8 + 1, 8, 1, recipe())
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.padding")
def test_zero_nothing(student: Caller, reference: Caller) -> None:
    """a single rank may hold all of no parameters"""
    call = (0, 1, 3, recipe())
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.padding")
def test_zero_any_size(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """bytes are exact for integers of any size"""
    call = ((2**100 + int(rng.integers(0, 1_000))) * 8 + 1, 8, 3, recipe())
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.optimizers")
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_zero_optimizers(
    student: Caller, reference: Caller, rng: np.random.Generator, optimizer: str
) -> None:
    """optimizers differ in how many values they keep for a parameter"""
    call = (int(rng.integers(1, 1_000_000)) * 16, 16, 1, recipe(optimizer))
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.optimizers")
def test_zero_no_master_weights(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a recipe without master weights has none to shard"""
    call = (int(rng.integers(1, 1_000_000)) * 16, 16, 1, recipe(master_weights=False))
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.optimizers")
def test_zero_state_dtype(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the optimizer's state is in the recipe's own type, the master weights always in float32"""
    call = (int(rng.integers(1, 1_000_000)) * 16, 16, 3, recipe(state_dtype="bfloat16"))
    assert_same(student.zero_memory_per_rank(*call), reference.zero_memory_per_rank(*call))


@pytest.mark.part("3b.3.errors")
@pytest.mark.parametrize("stage", [-1, 4])
def test_zero_no_such_stage(student: Caller, rng: np.random.Generator, stage: int) -> None:
    """a stage that there is not is refused"""
    call = (int(rng.integers(1, 1_000)) * 4, 4, stage, recipe())
    assert_raises(student.zero_memory_per_rank(*call), "ValueError")


@pytest.mark.part("3b.3.errors")
@pytest.mark.parametrize(("n_params", "world_size", "stage"), [(-8, 4, 0), (8, 0, 0), (8, -4, 0)])
def test_zero_refuses(student: Caller, n_params: int, world_size: int, stage: int) -> None:
    """fewer than no parameters, and fewer than one rank, are refused at every stage"""
    assert_raises(student.zero_memory_per_rank(n_params, world_size, stage, recipe()), "ValueError")
