"""Assertions of hidden tests: their words for each outcome; they never fail as our own error."""

from typing import Any

import numpy as np
import pytest

from autograder.grading.assertions import (
    Answer,
    Mismatch,
    assert_close,
    assert_number,
    assert_raises,
    assert_same,
    assert_same_calls,
    assert_that,
    assert_unchanged,
    how_ended,
)
from autograder.grading.failure import FailureKind
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Opaque, Tensor

VALUE_ERROR = ("ValueError", "Exception", "BaseException")
LOSS = Tensor(np.array(2.0, dtype=np.float32), "float32")
GRADIENT = Tensor(np.array([0.5, -0.5], dtype=np.float32), "float32")


def answer(value: Any = None, scale: float = 1.0, **outcome: Any) -> Answer:
    return Answer("f", (1,), {"a": 2}, Outcome(outcome.pop("end", End.VALUE), value, **outcome), scale, 2.5)


def raised(*classes: str, end: End = End.ERROR, reason: str = "") -> Answer:
    return answer(end=end, error=StudentError(classes, "memory.py", 7, "hidden 42", reason))


FAILURES = [
    (raised(*VALUE_ERROR), "raised ValueError at memory.py, line 7"),
    (raised("NotImplementedError", "RuntimeError"), "not started"),
    (raised(), "raised an exception at memory.py, line 7"),
    (
        raised("SyntaxError", end=End.IMPORT_ERROR, reason="invalid syntax"),
        "the file cannot be imported: SyntaxError at memory.py, line 7 (invalid syntax)",
    ),
    (raised("KeyError", end=End.IMPORT_ERROR), "the file cannot be imported: KeyError at memory.py, line 7"),
    (answer(end=End.MISSING), "not started"),
    (answer(end=End.TIMEOUT), "your f did not finish within 2.5 s of CPU time, or 15 s in all"),
    (
        answer(end=End.DIED),
        "the process ended during the call: look for os._exit(), os.abort() and the like, for recursion "
        "without end, and for very large data",
    ),
    (
        answer(end=End.NOT_REACHED),
        "skipped: an earlier check of this function timed out or ended the process",
    ),
]


@pytest.mark.parametrize(("failed", "kind"), FAILURES)
def test_a_call_that_failed_fails_every_assertion_in_its_own_words(failed: Answer, kind: str) -> None:
    assert failed.how_it_ended[1] == kind
    expected = answer(LOSS, gradients=(GRADIENT,))
    for fails in (
        lambda: assert_same(failed, expected),
        lambda: assert_number(failed, expected),
        lambda: assert_close(failed, expected),
        lambda: assert_unchanged(failed),
        lambda: failed.view(len),
    ):
        with pytest.raises(Mismatch) as found:
            fails()
        assert found.value.failure.words == kind
        assert found.value.failure.kind is failed.how_it_ended[0]
        assert "42" not in found.value.failure.words


@pytest.mark.parametrize(("failed", "kind"), FAILURES)
def test_where_an_error_is_asked_another_one_says_so(failed: Answer, kind: str) -> None:
    with pytest.raises(Mismatch) as found:
        assert_raises(failed, "OverflowError")
    own = kind.startswith("raised")  # a call that ended otherwise is not a wrong answer
    assert found.value.failure.words == (f"{kind}, but expected OverflowError" if own else kind)
    assert (found.value.failure.kind is FailureKind.ERROR_MISSING) is own


def test_every_end_has_its_words() -> None:
    ends = {end: how_ended(Outcome(end)) for end in End}
    assert all(words for _, words in ends.values())
    assert ends[End.BAD_CALLBACK] == (
        FailureKind.BAD_CALLBACK,
        "called the callback with invalid arguments, or too many times",
    )


def test_the_detail_has_the_call_and_both_values() -> None:
    with pytest.raises(Mismatch) as found:
        assert_same(answer([4]), answer([5]))
    assert found.value.failure.kind is FailureKind.WRONG_VALUE
    assert found.value.failure.words == "wrong value"
    assert found.value.failure.detail == "f(1, a=2) returned [4]; expected [5]"
    assert str(found.value) == "wrong value: f(1, a=2) returned [4]; expected [5]"


# assert_raises


@pytest.mark.parametrize(
    ("classes", "asked", "passes"),
    [
        (VALUE_ERROR, "ValueError", True),
        (("UnicodeDecodeError", "UnicodeError", *VALUE_ERROR), "ValueError", True),
        (VALUE_ERROR, "TypeError", False),
        (("RuntimeError", "Exception"), "RuntimeError", True),
        (("RecursionError", "RuntimeError", "Exception"), "RuntimeError", False),
        (("NotImplementedError", "RuntimeError", "Exception"), "RuntimeError", False),
        (("RuntimeError", "NotImplementedError", "Exception"), "RuntimeError", False),
        ((), "ValueError", False),
    ],
)
def test_the_error_that_was_asked_for(classes: tuple[str, ...], asked: str, passes: bool) -> None:
    if passes:
        assert_raises(raised(*classes), asked)
    else:
        with pytest.raises(Mismatch):
            assert_raises(raised(*classes), asked)


def test_an_error_of_the_import_is_not_the_functions() -> None:
    with pytest.raises(Mismatch, match="cannot be imported"):
        assert_raises(raised(*VALUE_ERROR, end=End.IMPORT_ERROR), "ValueError")


def test_a_value_where_an_error_is_asked() -> None:
    with pytest.raises(Mismatch) as found:
        assert_raises(answer(None), "ValueError")
    assert found.value.failure.words == "expected ValueError, but nothing was raised"
    assert found.value.failure.kind is FailureKind.ERROR_MISSING


# assert_close


def test_exact_nearly_and_close() -> None:
    assert_number(answer(1 + 1e-10), answer(1.0))
    with pytest.raises(Mismatch):
        assert_same(answer(1 + 1e-10), answer(1.0))
    expected = answer(LOSS, gradients=(GRADIENT,))
    assert_close(answer(LOSS, gradients=(GRADIENT,)), expected)
    near = Tensor(LOSS.array * np.float32(1 + 9e-6), "float32")
    assert_close(answer(near, gradients=(GRADIENT,)), expected)


@pytest.mark.parametrize("gradients", [None, (), (None,), (3,), (Opaque("x"),)])
def test_no_gradient(gradients: Any) -> None:
    with pytest.raises(Mismatch) as found:
        assert_close(answer(LOSS, gradients=gradients), answer(LOSS, gradients=(GRADIENT,)))
    assert found.value.failure.words == "no gradient reaches the logits"
    assert found.value.failure.kind is FailureKind.WRONG_GRADIENT


@pytest.mark.parametrize(
    ("gradient", "kind"),
    [
        (Tensor(-GRADIENT.array, "float32"), "the gradient: wrong value"),
        (Tensor(GRADIENT.array[:1], "float32"), "the gradient: wrong shape"),
        (
            Tensor(GRADIENT.array.astype(np.float64), "float64"),
            "the gradient: right value, wrong dtype: float64 instead of float32",
        ),
    ],
)
def test_a_wrong_gradient(gradient: Tensor, kind: str) -> None:
    with pytest.raises(Mismatch) as found:
        assert_close(answer(LOSS, gradients=(gradient,)), answer(LOSS, gradients=(GRADIENT,)))
    assert found.value.failure.words == kind
    assert found.value.failure.kind is FailureKind.WRONG_GRADIENT


def test_a_reference_without_a_gradient_is_our_error() -> None:
    with pytest.raises(AssertionError) as found:
        assert_close(answer(LOSS, gradients=(GRADIENT,)), answer(LOSS, gradients=(None,)))
    assert not isinstance(found.value, Mismatch)


@pytest.mark.parametrize(
    "look", [len, sum, sorted, lambda value: value["a"], lambda value: 1 // value, int.bit_length]
)
@pytest.mark.parametrize("value", [None, 0, 1.5, "x", [], [None], {}, Opaque("x"), LOSS, 10**400], ids=repr)
def test_a_view_fails_as_a_mismatch_or_shows_something(look: Any, value: Any) -> None:
    try:
        seen = answer(value).view(look)
    except Mismatch as found:
        assert found.failure.kind is FailureKind.WRONG_FORM  # noqa: PT017 - either way is right
        return
    assert seen.outcome.end is End.VALUE
    assert seen.function == "f"


def test_a_view_is_compared() -> None:
    assert_same(answer([3, 1]).view(max), answer([1, 3]).view(max))


@pytest.mark.parametrize(
    ("calls", "kind"),
    [
        (((1,),), "too few times"),
        (((1,), (2,), (3,)), "too many times"),
        (((2,), (1,)), "with other arguments, or in another order"),
    ],
)
def test_the_transcript_of_calls(calls: tuple[Any, ...], kind: str) -> None:
    expected = answer(calls=((1,), (2,)))
    assert_same_calls(answer(end=End.TIMEOUT, calls=((1,), (2,))), expected)
    with pytest.raises(Mismatch) as found:
        assert_same_calls(answer(calls=calls), expected)
    assert found.value.failure.words == f"called the callback {kind}"
    assert found.value.failure.kind is FailureKind.WRONG_CALLS


def test_a_property_and_a_changed_argument() -> None:
    assert_that(True, answer(1), "not sorted")
    assert_unchanged(answer(1))
    with pytest.raises(Mismatch, match="not sorted: f"):
        assert_that(False, answer(1), "not sorted")
    with pytest.raises(Mismatch, match="an argument was changed"):
        assert_unchanged(answer(1, changed=True))
