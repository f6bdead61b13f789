"""Part 1: from probabilities to tokens. Sums of powers of two come out the same in every order."""

import numpy as np
import pytest

from autograder.testing import Caller, Record, assert_raises, assert_same, assert_unchanged


def settings(top_p: float, min_tokens: int = 1) -> Record:
    """The request for a nucleus."""
    return Record("NucleusSettings", {"top_p": top_p, "min_tokens": min_tokens})


@pytest.mark.part("1.1.example")
def test_greedy_example(student: Caller, reference: Caller) -> None:
    """the worked example: the likeliest token of each of two rows"""
    logits = np.array([[0.0, 2.0, 1.0], [3.0, 1.0, 2.0]], dtype=np.float32)
    assert_same(student.greedy(logits), reference.greedy(logits))


@pytest.mark.part("1.1.core")
@pytest.mark.parametrize(("batch", "vocab"), [(3, 2), (4, 7), (9, 50)])
def test_greedy(student: Caller, reference: Caller, rng: np.random.Generator, batch: int, vocab: int) -> None:
    """the likeliest token of each row, wherever it stands, and the logits stay as they were"""
    logits = rng.permuted(np.tile(np.arange(vocab), (batch, 1)), axis=1).astype(np.float32) / 8 - 2
    answer = student.greedy(logits)
    assert_same(answer, reference.greedy(logits))
    assert_unchanged(answer)


@pytest.mark.part("1.1.ties")
def test_greedy_ties(student: Caller, reference: Caller) -> None:
    """of tokens that are equally likely, the one with the lowest id"""
    logits = np.array([[1, 3, 3, 0], [0, 2, 1, 2], [5, 5, 5, 5]], dtype=np.float32)
    assert_same(student.greedy(logits), reference.greedy(logits))


@pytest.mark.part("1.2.example")
def test_nucleus_example(student: Caller, reference: Caller) -> None:
    """the worked example: two tokens hold three quarters"""
    probabilities = [0.25, 0.5, 0.25]
    assert_same(
        student.nucleus(probabilities, settings(0.75)), reference.nucleus(probabilities, settings(0.75))
    )


@pytest.mark.part("1.2.core")
@pytest.mark.parametrize("top_p", [0.5, 0.51, 0.9375, 1.0])
def test_nucleus(student: Caller, reference: Caller, rng: np.random.Generator, top_p: float) -> None:
    """the fewest tokens that hold enough probability, likeliest first"""
    probabilities = rng.permutation([0.5, 0.25, 0.125, 0.0625, 0.0625]).tolist()
    assert_same(
        student.nucleus(probabilities, settings(top_p)), reference.nucleus(probabilities, settings(top_p))
    )


@pytest.mark.part("1.2.least")
@pytest.mark.parametrize("min_tokens", [2, 9])
def test_nucleus_least(student: Caller, reference: Caller, min_tokens: int) -> None:
    """as many tokens as are asked for at least, as far as there are any"""
    asked = settings(0.25, min_tokens)
    assert_same(student.nucleus([0.5, 0.25, 0.25], asked), reference.nucleus([0.5, 0.25, 0.25], asked))


@pytest.mark.part("1.2.errors")
def test_nucleus_of_nothing(student: Caller) -> None:
    """no probabilities are refused"""
    assert_raises(student.nucleus([], settings(0.5)), "ValueError")
