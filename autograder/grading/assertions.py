"""What hidden tests assert with. Every function is total: on any garbage it fails as a Mismatch."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.grading import compare
from autograder.grading.describe import describe, describe_call, describe_outcome
from autograder.sandbox.clock import time_allowed
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Tensor

ERROR_ASKED = "Error is asked"
"""How the kind ends when bad input was not refused, or not with the error that is asked for."""


class Mismatch(AssertionError):  # noqa: N818 - it is a verdict, no error of ours
    """A submission's answer is wrong. `kind` may be read by students, `detail` holds hidden values."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Answer:
    """What came of one call of a hidden test: the call, its outcome, and the scale of its logits."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outcome: Outcome
    scale: float
    cpu_seconds: float = 0.0
    """What the call may take."""
    note: Callable[[Outcome], None] = field(default=lambda _outcome: None, compare=False, repr=False)
    """Is told of the outcome as a view sees it: rows hold the view, where several values are right."""

    @property
    def value(self) -> Any:
        """What was returned.

        Raises:
            Mismatch: nothing was.
        """
        if self.outcome.end is End.VALUE:
            return self.outcome.value
        raise Mismatch(self.kind, self.text)

    @property
    def kind(self) -> str:
        """How the call ended, in words that a student may read."""
        if self.outcome.end is End.TIMEOUT:
            return f"your {self.function} did not finish within {time_allowed(self.cpu_seconds)}"
        return kind_of(self.outcome)

    @property
    def text(self) -> str:
        """The call and what came of it, for people."""
        return f"{describe_call(self.function, self.args, self.kwargs)} {describe_outcome(self.outcome)}"

    def view(self, look: Callable[[Any], Any]) -> "Answer":
        """The answer seen through `look`, where several values are right.

        What `look` cannot cope with is a wrong value of the submission's, not an error of ours.
        """
        try:
            seen = look(self.value)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            raise Mismatch("wrong form", self.text) from error
        outcome = replace(self.outcome, value=seen)
        self.note(outcome)
        return replace(self, outcome=outcome)


def kind_of(outcome: Outcome) -> str:
    """The same without the call: which function it was, and how long it may have taken."""
    if outcome.error:
        place = f" at {outcome.error.place}" if outcome.error.place else ""
        if outcome.end is End.IMPORT_ERROR:
            reason = f" ({outcome.error.reason})" if outcome.error.reason else ""
            return f"the file cannot be imported: {outcome.error.name}{place}{reason}"
        if outcome.error.name == "NotImplementedError":
            return "not started"
        return f"raised {outcome.error.name}{place}"
    return {
        End.VALUE: "returned a value",
        End.MISSING: "not started",
        End.TIMEOUT: "did not finish in time",
        End.DIED: "ended the process that it ran in",
        End.BAD_CALLBACK: "called the function that it was given with what that may not get, or too often",
        End.NOT_REACHED: "not run, since an earlier check did not come to an end, or the whole took too long",
    }.get(outcome.end, str(outcome.end))


def assert_same(answer: Answer, expected: Answer) -> None:
    """The same value, exactly, with its type; tensors with shape and dtype."""
    _compare(answer, expected, compare.EXACT)


def assert_number(answer: Answer, expected: Answer) -> None:
    """The same float, to a relative 1e-9."""
    _compare(answer, expected, compare.Tolerance(compare.NUMBER_RTOL))


def assert_close(answer: Answer, expected: Answer) -> None:
    """The same loss, and the same gradients where they were asked for."""
    _compare(answer, expected, compare.loss_tolerance(expected.scale))
    if expected.outcome.gradients is None:
        return
    # There may be none at all, where what was returned could not be differentiated.
    gradients = (answer.outcome.gradients or ()) + (None,) * len(expected.outcome.gradients)
    for got, right in zip(gradients, expected.outcome.gradients, strict=False):
        assert isinstance(right, Tensor)
        if not isinstance(got, Tensor):
            raise Mismatch("no gradient reaches the logits", answer.text)
        if found := compare.difference(got, right, compare.gradient_tolerance(expected.scale, right)):
            detail = f"{answer.text}, with the gradient {describe(got)}; expected {describe(right)}"
            raise Mismatch(f"the gradient: {found}", detail)


def assert_raises(answer: Answer, error: str) -> None:
    """The built-in error of that name, or a subclass, came out of the submission."""
    outcome = answer.outcome
    if outcome.end is End.VALUE:
        raise Mismatch(f"no error, where {error} is asked", f"{answer.text}; expected {error}")
    classes = outcome.error.classes if outcome.error and outcome.end is End.ERROR else ()
    # A NotImplementedError is a RuntimeError by inheritance, and so is a RecursionError: accidents.
    if error not in classes or {"NotImplementedError", "RecursionError"}.intersection(classes):
        asked = f", where {error} is asked" if _is_accident(outcome) else ""
        raise Mismatch(f"{answer.kind}{asked}", f"{answer.text}; expected {error}")


def assert_same_calls(answer: Answer, expected: Answer) -> None:
    """The function that was passed got the same arguments, in the same order, as often.

    It looks at the transcript only: whether the call came to an end is for another assertion.
    """
    calls, right = answer.outcome.calls, expected.outcome.calls
    if compare.difference(calls, right) is None:
        return
    if len(calls) == len(right):
        words = "with other arguments, or in another order"
    else:
        words = "too often" if len(calls) > len(right) else "too seldom"
    detail = f"{answer.text}, after calls with {describe(calls)}; expected calls with {describe(right)}"
    raise Mismatch(f"called the function that it was given {words}", detail)


def assert_unchanged(answer: Answer) -> None:
    """No argument was changed in place. Attested: the worker's own word."""
    answer.value  # noqa: B018 - a call that failed has not shown anything
    if answer.outcome.changed:
        raise Mismatch("an argument was changed", answer.text)


def assert_that(condition: bool, answer: Answer, kind: str) -> None:
    """A property of the answer that a test has worked out for itself."""
    if not condition:
        raise Mismatch(kind, answer.text)


def _is_accident(outcome: Outcome) -> bool:
    """Whether a call failed by an error of the submission's own, a stub's aside."""
    return outcome.end is End.ERROR and kind_of(outcome) != "not started"


def _compare(answer: Answer, expected: Answer, tolerance: compare.Tolerance) -> None:
    if found := compare.difference(answer.value, expected.value, tolerance):
        raise Mismatch(found, f"{answer.text}; expected {describe(expected.value)}")
