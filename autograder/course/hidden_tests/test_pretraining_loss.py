"""Part 1: the next-token loss of one batch."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from autograder.testing import Caller, Tensor, assert_close, assert_number, assert_unchanged, between

Array = npt.NDArray[Any]

LN_3, LN_9 = 1.0986122886681098, 2.1972245773362196
IGNORED = -100


def some_logits(rng: np.random.Generator, shape: tuple[int, int, int], dtype: str = "float32") -> Array:
    """Logits between -4 and 4, exact in every float type."""
    return (rng.integers(-32, 33, shape) / 8).astype(dtype)


def some_ids(rng: np.random.Generator, shape: tuple[int, int, int]) -> Array:
    """Ids for logits of this shape; 0 is left out, for the tests that are about it."""
    batch, seq, vocab = shape
    return rng.integers(1, vocab, (batch, seq))


def masked(token_ids: Array, rows: list[str], ignore_index: int) -> Array:
    """The ids with `ignore_index` wherever a row has a dot."""
    return np.where([[mark == "." for mark in row] for row in rows], ignore_index, token_ids)


def number(value: Any) -> float:
    """The one number of a tensor."""
    return float(value.array.item())


@pytest.mark.part("1.2.example")
def test_example(student: Caller, reference: Caller) -> None:
    """3/4 and 1/4 for the two tokens that come"""
    logits = np.array([[[0.0, LN_3], [LN_3, 0.0], [LN_9, LN_9]]], dtype=np.float32)
    token_ids = np.array([[0, 1, 1]])
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))


@pytest.mark.part("1.2.core")
@pytest.mark.parametrize("shape", [(1, 2, 3), (3, 6, 4)], ids=str)
def test_loss(
    student: Caller, reference: Caller, rng: np.random.Generator, shape: tuple[int, int, int]
) -> None:
    """the mean loss, in nats, of the token that follows each position"""
    logits, token_ids = some_logits(rng, shape), some_ids(rng, shape)
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))


@pytest.mark.part("1.2.core")
def test_loss_drawn(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """another number of rows, of another length, and another vocabulary"""
    shape = (between(rng, 2, 5), between(rng, 4, 9), between(rng, 5, 12))
    logits, token_ids = some_logits(rng, shape), some_ids(rng, shape)
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))


@pytest.mark.part("1.2.masking")
def test_padding(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """padding adds nothing, all targets weigh the same, token 0 is one, and the ids stay as they are"""
    logits = some_logits(rng, (3, 5, 4))
    token_ids = masked(some_ids(rng, (3, 5, 4)), ["+++++", "++...", "+...."], IGNORED)
    token_ids[0, 1:3] = 0
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))
    assert_unchanged(answer)


@pytest.mark.part("1.2.masking")
@pytest.mark.parametrize("ignore_index", [0, 777], ids=["in-the-vocabulary", "outside"])
def test_any_ignore_index(
    student: Caller, reference: Caller, rng: np.random.Generator, ignore_index: int
) -> None:
    """`ignore_index` may be any id, one of the vocabulary too, and stand anywhere in a row"""
    shape = (2, 5, 6)
    logits, token_ids = (
        some_logits(rng, shape),
        masked(some_ids(rng, shape), ["..+++", "++.+."], ignore_index),
    )
    answer = student.next_token_loss(logits, token_ids, ignore_index=ignore_index)
    assert_close(answer, reference.next_token_loss(logits, token_ids, ignore_index=ignore_index))


@pytest.mark.part("1.2.precision")
@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_half_precision(student: Caller, reference: Caller, rng: np.random.Generator, dtype: str) -> None:
    """logits in half precision, where every token is equally likely: a loss of full precision"""
    # ln 7 lies far from any number that 8 or 11 bits can hold, whatever the rows' own level is.
    level = some_logits(rng, (2, 4, 1), "float16" if dtype == "float16" else "float32")
    logits = Tensor(np.repeat(level, 7, axis=2), dtype)
    token_ids = some_ids(rng, (2, 4, 7))
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))


@pytest.mark.part("1.2.precision")
def test_double_precision(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the loss of float64 logits is float32 as well"""
    logits, token_ids = some_logits(rng, (2, 3, 4), "float64"), some_ids(rng, (2, 3, 4))
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))


@pytest.mark.part("1.2.precision")
def test_large_logits(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """logits of 10,000 and -10,000 give a finite loss, and stay as they are"""
    logits, token_ids = some_logits(rng, (4, 3, 5)), some_ids(rng, (4, 3, 5))
    for row in range(3):  # next to logits near 0: the token that comes is all but impossible, or certain
        logits[row, 0, 0], logits[row, 0, token_ids[row, 1]] = 1e4, -1e4
        logits[row, 1, token_ids[row, 2]] = 1e4
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))
    assert_unchanged(answer)


@pytest.mark.part("1.2.gradient")
def test_gradient(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the gradient that reaches the logits"""
    logits, token_ids = some_logits(rng, (2, 4, 5)), some_ids(rng, (2, 4, 5))
    answer = student.next_token_loss.grad(logits, token_ids)
    assert_close(answer, reference.next_token_loss.grad(logits, token_ids))


@pytest.mark.part("1.2.empty")
def test_single_tokens(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """rows of one token have nothing to predict: a loss of 0 with zero gradients"""
    logits, token_ids = some_logits(rng, (2, 1, 3)), some_ids(rng, (2, 1, 3))
    answer = student.next_token_loss.grad(logits, token_ids)
    assert_close(answer, reference.next_token_loss.grad(logits, token_ids))


@pytest.mark.part("1.2.empty")
def test_all_ignored(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """all targets are ignored, though not each row's first token: a loss of 0 with zero gradients"""
    logits, token_ids = some_logits(rng, (2, 3, 4)), masked(some_ids(rng, (2, 3, 4)), ["+..", "..."], IGNORED)
    answer = student.next_token_loss.grad(logits, token_ids)
    assert_close(answer, reference.next_token_loss.grad(logits, token_ids))


@pytest.mark.part("1.2.empty")
def test_all_ignored_large(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """all tokens are ignored, and the float16 logits are large: a loss of 0 still"""
    logits = np.full((1, 2, 9), 1e4, dtype=np.float16)
    token_ids = masked(some_ids(rng, (1, 2, 9)), [".."], IGNORED)
    answer = student.next_token_loss(logits, token_ids)
    # Whether it is float32 is for the part on precision to say.
    assert_number(answer.view(number), reference.next_token_loss(logits, token_ids).view(number))


@pytest.mark.part("1.2.core")
def test_long_row(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """the mean over a long row, whatever it is computed in"""
    logits, token_ids = some_logits(rng, (1, 1_100, 2)), rng.integers(0, 2, (1, 1_100))
    answer = student.next_token_loss(logits, token_ids)
    assert_close(answer, reference.next_token_loss(logits, token_ids))
