"""Part 4: summarizing in rounds. The model runs here and sees what a submission passes it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.testing import (
    Answer,
    Callback,
    Caller,
    assert_raises,
    assert_same,
    assert_same_calls,
    assert_that,
    assert_unchanged,
    between,
    drawn,
)

Summary = Callable[[list[int]], list[int]]


def document(rng: np.random.Generator, n_tokens: int) -> list[int]:
    """Token ids that are all different, 0 among them."""
    token_ids: list[int] = rng.permutation(n_tokens).tolist()
    return token_ids


def model(summary: Summary) -> Callback:
    """A stand-in for a model. Too long a text is judged afterwards, so that one slip ends no worker."""
    return Callback(lambda tokens: summary(list(tokens)), is_one_text)


def is_one_text(arguments: tuple[Any, ...]) -> bool:
    """Whether a model was given token ids and nothing else."""
    if len(arguments) != 1 or not isinstance(arguments[0], list | tuple):
        return False
    return all(type(token) is int for token in arguments[0])


def half(tokens: list[int]) -> list[int]:
    """Every second token, the last one first."""
    return tokens[::-2]


def last(tokens: list[int]) -> list[int]:
    """The last token."""
    return tokens[-1:]


def all_less_one(tokens: list[int]) -> list[int]:
    """Every token counted down by one, without those that are down to 0."""
    return [token - 1 for token in tokens if token > 1]


def small_ones_whole(tokens: list[int]) -> list[int]:
    """A text that begins with a token below 100 is kept as it is, of another nothing is left."""
    return tokens if tokens[:1] < [100] else []


def assert_no_call_above(window: int, answer: Answer) -> None:
    """The model was never given more than it can read."""
    fits = all(len(call[0]) <= window for call in answer.outcome.calls if is_one_text(call))
    assert_that(
        fits,
        answer,
        "the model was given more than the window: how long are the windows of `sliding_windows`?",
    )


def assert_same_summary(
    student: Caller, reference: Caller, tokens: list[int], summarize: Callback, window: int, overlap: int = 0
) -> None:
    """The same summary out of the same calls, in the same order, and the document left as it was."""
    call = (tokens, summarize, window, overlap) if overlap else (tokens, summarize, window)
    answer, expected = student.map_reduce_summarize(*call), reference.map_reduce_summarize(*call)
    assert_no_call_above(window, answer)
    assert_same(answer, expected)
    assert_same_calls(answer, expected)
    assert_unchanged(answer)


@pytest.mark.part("4.4.example")
def test_summarize_example(student: Caller, reference: Caller) -> None:
    """a model that keeps every second token, eight tokens, windows of four"""
    call = ([1, 2, 3, 4, 5, 6, 7, 8], model(lambda tokens: tokens[::2]))
    assert_same(
        student.map_reduce_summarize(*call, window=4), reference.map_reduce_summarize(*call, window=4)
    )


@pytest.mark.part("4.4.core")
def test_summarize_fits(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a document that fits the window is one call, and its result is the answer"""
    assert_same_summary(student, reference, document(rng, 3), model(half), 5)


@pytest.mark.part("4.4.core")
def test_summarize_one_round(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """each window is summarized in order, and then the joined summaries are, which fill a window exactly"""
    assert_same_summary(student, reference, document(rng, 9), model(last), 3)


# A table knows as many windows as it has seen, so it is asked for three numbers of them.
@pytest.mark.part("4.4.core")
@pytest.mark.parametrize("least", [5, 10, 17], ids=["small", "larger", "large"])
def test_summarize_drawn(student: Caller, reference: Caller, rng: np.random.Generator, least: int) -> None:
    """a document and a window of other sizes: one round, and then the joined summaries"""
    n_tokens, window = drawn(
        rng,
        lambda rng: (between(rng, 3 * least, 20 * least), between(rng, least, least + 7)),
        lambda case: 3 * case[1] <= case[0] <= case[1] * (case[1] - 1),
        lambda case: case[0] % case[1] == 0,  # a short last window is for other parts
    )
    assert_same_summary(student, reference, document(rng, n_tokens), model(last), window)


@pytest.mark.part("4.4.rounds")
def test_summarize_rounds(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """joined summaries that are still too long go through the same again, overlap and all"""
    assert_same_summary(student, reference, document(rng, 16), model(lambda tokens: tokens[:2]), 4, 1)


@pytest.mark.part("4.4.rounds")
def test_summarize_uneven(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """only the joined text has to become shorter: one window may stay as long as it was, or leave nothing"""
    small, large = rng.integers(0, 100, 4).tolist(), rng.integers(100, 1_000, 4).tolist()
    assert_same_summary(student, reference, [*large, *small, *large], model(small_ones_whole), 4)


@pytest.mark.part("4.4.rounds")
def test_summarize_many_rounds(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a text that becomes one token shorter in each of many rounds comes to its end"""
    assert_same_summary(student, reference, (rng.permutation(30) + 1).tolist(), model(all_less_one), 15)


@pytest.mark.part("4.4.errors")
@pytest.mark.parametrize(("n_tokens", "window", "overlap"), [(0, 0, 0), (3, 4, 4)])
def test_summarize_refuses(
    student: Caller, rng: np.random.Generator, n_tokens: int, window: int, overlap: int
) -> None:
    """windows that hold nothing, leave gaps or never move on are refused, for any document"""
    call = (document(rng, n_tokens), model(last), window, overlap)
    assert_raises(student.map_reduce_summarize(*call), "ValueError")


@pytest.mark.part("4.4.errors")
def test_summarize_smallest(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """a window of one token is not refused"""
    call = ([int(rng.integers(1, 1_000))], model(lambda _: []), 1)
    assert_same(student.map_reduce_summarize(*call), reference.map_reduce_summarize(*call))


@pytest.mark.part("4.4.stops")
def test_summarize_empty_document(student: Caller, reference: Caller) -> None:
    """an empty document is not worth a call"""
    assert_same_summary(student, reference, [], model(last), 4)


@pytest.mark.part("4.4.stops")
def test_summarize_to_nothing(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """summaries that are all empty leave nothing to summarize"""
    assert_same_summary(student, reference, document(rng, 8), model(lambda _: []), 4)


@pytest.mark.part("4.4.stops")
def test_summarize_long_answer(student: Caller, reference: Caller, rng: np.random.Generator) -> None:
    """what the model makes of a text that fits is the answer, however long it is"""
    assert_same_summary(student, reference, document(rng, 3), model(lambda tokens: tokens + tokens), 4)


# In these but the last, a countdown empties the text after five rounds: whoever never gives up ends too, and
# shows in what. The last one comes last, since whoever does not stop there loses nothing else.
@pytest.mark.part("4.4.stops")
@pytest.mark.parametrize(
    ("tokens", "overlap", "summary"),
    [
        ([5] * 8, 2, lambda tokens: all_less_one(tokens[:-1])),
        ([1] + [5] * 8, 0, all_less_one),
        ([5] * 8, 0, lambda tokens: tokens),
    ],
    ids=["longer by the overlap", "shorter in the first round only", "as it was"],
)
def test_summarize_no_progress(
    student: Caller, reference: Caller, tokens: list[int], overlap: int, summary: Summary
) -> None:
    """a round that makes the text no shorter is the last, and ends with a RuntimeError"""
    call = (tokens, model(summary), 4, overlap)
    answer, expected = student.map_reduce_summarize(*call), reference.map_reduce_summarize(*call)
    assert_raises(answer, "RuntimeError")
    assert_no_call_above(4, answer)
    assert_that(
        len(answer.outcome.calls) <= len(expected.outcome.calls),
        answer,
        "more calls than that round has",
    )
