"""What hidden tests assert with. Every function is total: on any garbage it fails as a Mismatch."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.grading import compare
from autograder.grading.describe import describe, describe_call, describe_outcome
from autograder.grading.failure import Evidence, Failure, FailureKind
from autograder.messages import students
from autograder.sandbox.clock import wall_seconds
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Tensor
from autograder.text import printable

# A NotImplementedError is a RuntimeError by inheritance, and so is a RecursionError: accidents.
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The version that student code runs with, too."""
NEVER_EXPECTED = {"NotImplementedError", "RecursionError"}
KIND_OF_END = {
    End.VALUE: (FailureKind.RETURNED, students.calls.RETURNED),
    End.MISSING: (FailureKind.NOT_STARTED, students.calls.NOT_STARTED),
    End.TIMEOUT: (FailureKind.TIMED_OUT, students.calls.TIMED_OUT),
    End.DIED: (FailureKind.DIED, students.calls.DIED),
    End.BAD_CALLBACK: (FailureKind.BAD_CALLBACK, students.calls.BAD_CALLBACK),
    End.NOT_REACHED: (FailureKind.SKIPPED, students.calls.SKIPPED),
    End.OUT_OF_TIME: (FailureKind.OUT_OF_TIME, students.calls.RUN_OVER),
}


class Mismatch(AssertionError):  # noqa: N818 - a verdict on the submission, not an error of ours
    """A submission's answer is wrong."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.words}: {failure.detail}")
        self.failure = failure


@dataclass(frozen=True)
class Answer:
    """One call of a hidden test: what was called, its outcome, and the scale of its logits."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outcome: Outcome
    scale: float
    cpu_seconds: float = 0.0
    """The limit of the call."""
    note: Callable[[Outcome], None] = field(default=lambda _outcome: None, compare=False, repr=False)
    """Called with the outcome that a view shows: fingerprints hold the view."""

    @property
    def value(self) -> Any:
        """The returned value.

        Raises:
            Mismatch: the call did not return.
        """
        if self.outcome.end is End.VALUE:
            return self.outcome.value
        raise self.mismatch(*self.how_it_ended)

    @property
    def how_it_ended(self) -> tuple[FailureKind, str]:
        """The kind of end, and words for it."""
        if self.outcome.end is End.TIMEOUT:
            allowed = students.calls.time_allowed(self.cpu_seconds, wall_seconds(self.cpu_seconds))
            return FailureKind.TIMED_OUT, students.calls.timed_out(self.function, allowed)
        return how_ended(self.outcome)

    def mismatch(self, kind: FailureKind, words: str, expected: str = "", more: str = "") -> Mismatch:
        """Build the failure of a check on this answer.

        Args:
            kind: for logic.
            words: for students.
            expected: the expected result, for staff.
            more: what else came of the call, for staff.
        """
        call = describe_call(self.function, self.args, self.kwargs)
        error_text = printable(self.outcome.error.text).strip() if self.outcome.error else ""
        evidence = Evidence(call, describe_outcome(self.outcome) + more, error_text, expected)
        return Mismatch(Failure(kind, words, evidence))

    def view(self, look: Callable[[Any], Any]) -> "Answer":
        """Return the answer as seen through `look`, where several values are right.

        A value that `look` cannot cope with is wrong, which is not an error of ours.
        """
        try:
            seen = look(self.value)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            raise self.mismatch(FailureKind.WRONG_FORM, students.values.WRONG_FORM) from error
        outcome = replace(self.outcome, value=seen)
        self.note(outcome)
        return replace(self, outcome=outcome)


def how_ended(outcome: Outcome) -> tuple[FailureKind, str]:
    """Return the kind of a call's end, and words that name neither the function nor its limit."""
    error = outcome.error
    if outcome.end is End.OUT_OF_TIME and outcome.reason:
        return FailureKind.OUT_OF_TIME, outcome.reason
    if outcome.end is End.DIED and outcome.reason:
        return FailureKind.DIED, outcome.reason
    if not error:
        return KIND_OF_END.get(outcome.end, (FailureKind.RAISED, str(outcome.end)))
    if outcome.end is End.IMPORT_ERROR:
        words = students.calls.import_failed(error.name, error.place, error.reason)
        return FailureKind.IMPORT_FAILED, students.advice.with_advice(words, error.advice, PYTHON)
    if error.name == "NotImplementedError" and not error.advice:
        return FailureKind.NOT_STARTED, students.calls.NOT_STARTED
    words = students.calls.raised(error.name, error.place)
    return FailureKind.RAISED, students.advice.with_advice(words, error.advice, PYTHON)


def assert_same(answer: Answer, expected: Answer) -> None:
    """Assert that the value is exactly the same, with its type; tensors with shape and dtype."""
    _compare(answer, expected, compare.EXACT)


def assert_number(answer: Answer, expected: Answer) -> None:
    """Assert that the float is the same to a relative 1e-9."""
    _compare(answer, expected, compare.Tolerance(compare.NUMBER_RTOL))


def assert_close(answer: Answer, expected: Answer) -> None:
    """Assert that the loss is the same, and so are its gradients where a test asks for them."""
    _compare(answer, expected, compare.loss_tolerance(expected.scale))
    if expected.outcome.gradients is None:
        return
    # A value that could not be differentiated has no gradients.
    gradients = (answer.outcome.gradients or ()) + (None,) * len(expected.outcome.gradients)
    for got, right in zip(gradients, expected.outcome.gradients, strict=False):
        assert isinstance(right, Tensor)
        if not isinstance(got, Tensor):
            raise answer.mismatch(FailureKind.WRONG_GRADIENT, students.values.NO_GRADIENT)
        if found := compare.difference(got, right, compare.gradient_tolerance(expected.scale, right)):
            words, more = students.values.gradient(found.words), f", with the gradient {describe(got)}"
            raise answer.mismatch(FailureKind.WRONG_GRADIENT, words, describe(right), more)


def assert_raises(answer: Answer, error: str) -> None:
    """Assert that the built-in error of that name, or a subclass of it, came out of the submission."""
    outcome = answer.outcome
    if outcome.end is End.VALUE:
        raise answer.mismatch(FailureKind.ERROR_MISSING, students.calls.nothing_raised(error), error)
    classes = outcome.error.classes if outcome.error and outcome.end is End.ERROR else ()
    if error not in classes or NEVER_EXPECTED.intersection(classes):
        kind, how = answer.how_it_ended
        if outcome.end is End.ERROR and kind is not FailureKind.NOT_STARTED:
            kind, how = FailureKind.ERROR_MISSING, students.calls.other_error(how, error)
        raise answer.mismatch(kind, how, error)


def assert_same_calls(answer: Answer, expected: Answer) -> None:
    """Assert that the callback got the same arguments, in the same order, as many times.

    It looks at the transcript only: whether the call returned is for another assertion.
    """
    calls, right = answer.outcome.calls, expected.outcome.calls
    if compare.difference(calls, right) is None:
        return
    words = students.calls.callback_calls(len(calls), len(right))
    more = f", after calls with {describe(calls)}"
    raise answer.mismatch(FailureKind.WRONG_CALLS, words, f"calls with {describe(right)}", more)


def assert_unchanged(answer: Answer) -> None:
    """Assert that no argument was changed in place. Attested: the worker's own word."""
    answer.value  # noqa: B018 - a call that failed has shown nothing
    if answer.outcome.changed:
        raise answer.mismatch(FailureKind.ARGUMENT_CHANGED, students.values.ARGUMENT_CHANGED)


def assert_that(condition: bool, answer: Answer, words: str) -> None:
    """Assert a property of the answer that the test has worked out, with words for students."""
    if not condition:
        raise answer.mismatch(FailureKind.WRONG_PROPERTY, words)


def _compare(answer: Answer, expected: Answer, tolerance: compare.Tolerance) -> None:
    if found := compare.difference(answer.value, expected.value, tolerance):
        raise answer.mismatch(found.kind, found.words, describe(expected.value))
