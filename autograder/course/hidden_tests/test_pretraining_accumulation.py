"""Part 1: the loss of a big batch that comes in micro-batches."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from autograder.testing import (
    Caller,
    Tensor,
    assert_close,
    assert_raises,
    assert_unchanged,
    between,
    drawn,
)

Array = npt.NDArray[Any]
MicroBatches = list[tuple[Array, Array]]

IGNORED = -100
VOCAB = 5


def micro_batch(
    rng: np.random.Generator, rows: list[str], ignore_index: int = IGNORED
) -> tuple[Array, Array]:
    """Logits and ids, with `ignore_index` wherever a row has a dot. No id is 0 but an `ignore_index`."""
    shape = (len(rows), len(rows[0]))
    logits = (rng.integers(-32, 33, (*shape, VOCAB)) / 8).astype(np.float32)
    token_ids = rng.integers(1, VOCAB, shape)
    return logits, np.where([[mark == "." for mark in row] for row in rows], ignore_index, token_ids)


@pytest.mark.part("1.5.example")
def test_example(student: Caller, reference: Caller) -> None:
    """one target at ln 2 and three at ln 4"""
    short = np.zeros((1, 2, 2), dtype=np.float32), np.array([[0, 1]])
    log_3 = 1.0986123
    long = np.array([[[0.0, log_3]] * 4], dtype=np.float32), np.array([[0, 0, 0, 0]])
    assert_close(student.accumulated_loss([short, long]), reference.accumulated_loss([short, long]))


@pytest.mark.part("1.5.core")
def test_lengths(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """micro-batches of different lengths and sizes: each target of the big batch weighs the same"""
    micro_batches = [micro_batch(rng, rows) for rows in (["++", "++", "++"], ["+++++"])]
    assert_close(student.accumulated_loss(micro_batches), reference.accumulated_loss(micro_batches))


@pytest.mark.part("1.5.core")
def test_lengths_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of micro-batches, of other lengths and sizes"""
    sizes = drawn(
        rng,
        lambda rng: [(between(rng, 1, 4), between(rng, 2, 7)) for _ in range(between(rng, 3, 5))],
        lambda sizes: len({rows * (length - 1) for rows, length in sizes}) > 2,
        lambda sizes: len({length for _, length in sizes}) > 2,
    )
    micro_batches = [micro_batch(rng, ["+" * length] * rows) for rows, length in sizes]
    assert_close(student.accumulated_loss(micro_batches), reference.accumulated_loss(micro_batches))


@pytest.mark.part("1.5.gradient")
def test_gradient(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the gradients that reach the logits of each micro-batch"""
    micro_batches = [micro_batch(rng, rows) for rows in (["++", "++"], ["++++"], ["+++"])]
    answer = student.accumulated_loss.grad(micro_batches, wrt=(0, 2, 4))
    assert_close(answer, reference.accumulated_loss.grad(micro_batches, wrt=(0, 2, 4)))
    assert_unchanged(answer)


@pytest.mark.part("1.5.edges")
def test_no_micro_batch(student: Caller) -> None:
    """no micro-batch at all is refused"""
    assert_raises(student.accumulated_loss([]), "ValueError")


@pytest.mark.part("1.5.edges")
def test_padding(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """padding weighs nothing, nor do micro-batches without a target, first or last; all stay as they are"""
    micro_batches = [micro_batch(rng, rows) for rows in (["+", "+"], ["++."], ["+..", "..."])]
    answer = student.accumulated_loss(micro_batches)
    assert_close(answer, reference.accumulated_loss(micro_batches))
    assert_unchanged(answer)


@pytest.mark.part("1.5.edges")
def test_any_ignore_index(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another `ignore_index`, one of the vocabulary, holds in every micro-batch"""
    micro_batches = [micro_batch(rng, rows, ignore_index=0) for rows in (["+++."], ["+++++", "+.+.."])]
    answer = student.accumulated_loss(micro_batches, 0)
    assert_close(answer, reference.accumulated_loss(micro_batches, 0))


@pytest.mark.part("1.5.edges")
def test_none_counts_anything(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """nothing counts in any micro-batch, in double precision: a float32 loss of 0 with zero gradients"""
    micro_batches = [
        (logits.astype(np.float64), token_ids)
        for logits, token_ids in (micro_batch(rng, rows) for rows in (["+.", ".."], ["+"]))
    ]
    answer = student.accumulated_loss.grad(micro_batches, wrt=(0, 2))
    assert_close(answer, reference.accumulated_loss.grad(micro_batches, wrt=(0, 2)))


@pytest.mark.part("1.5.edges")
def test_half_precision(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """logits in half precision: the loss is float32, and as precise"""
    # Uniform logits: ln 7 each, which lies far from any number that 8 bits can hold.
    levels = [(rng.integers(-32, 33, (1, seq, 1)) / 8).astype(np.float32) for seq in (3, 4)]
    micro_batches = [
        (Tensor(np.repeat(level, 7, axis=2), "bfloat16"), rng.integers(1, 7, level.shape[:2]))
        for level in levels
    ]
    assert_close(student.accumulated_loss(micro_batches), reference.accumulated_loss(micro_batches))
