"""Calls a student's function and holds what came of it against what was expected.

    sliding_windows([1, 2, 3], 2).returns([[1, 2], [3]], ask="Where does the second window begin?")

A failure says what was called, what came back and what was expected, and ends with the question `ask`.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import pytest

from checking.arguments import copy_data, first_change, largest_number, name_arguments
from checking.catalogue import CATALOGUE, Question
from checking.compare import Difference, explain
from checking.describe import (
    call_text,
    describe,
    describe_result,
    describe_typed,
    form_text,
    is_tensor,
    type_text,
)
from checking.student_code import MissingFileError, error_text, load_function, student_line
from checking.time_limit import SECONDS, OutOfTimeError, call_with_limit

ASK_RETURN = "Does it reach a `return`?"
ASK_TYPE = "Which type do the function's first line and its docstring promise?"
ASK_ERROR = "What does each name on that line hold when Python gets there?"
ASK_SIGNATURE = "Has the first line of the function been changed?"
ASK_END = "Which loop or call does not end here, and what should end it?"
STUB = re.compile(r"Part (\w+\.\d+): (\w+)")


class UnstartedError(pytest.skip.Exception):  # type: ignore[misc] # pytest does not say that it is a class
    """The call reached the stub of a function that is still to be written: nothing to fail for."""

    def __init__(self, question: Question) -> None:
        super().__init__(f"{question.number} {question.function} is not started")
        self.question = question


_too_slow: set[Question] = set()


class StudentFunction:
    """The student's function of one question: call it as it is, and ask the `Outcome` about the result."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, *args: Any, **kwargs: Any) -> "Outcome":
        """Calls the function; whatever it returns or raises is kept in the outcome.

        Raises:
            UnstartedError: there is only a stub, or not even the file.
            pytest.skip.Exception: a call of this function ran out of time before, so no more is waited for.
            StudentCodeError: there is no such function to call.
        """
        if self.question in _too_slow:
            pytest.skip("an earlier call ran out of time")
        try:
            function = load_function(self.question)
        except MissingFileError as error:
            raise UnstartedError(self.question) from error
        named = name_arguments(function, args, kwargs)
        outcome = Outcome(
            call_text(self.question.function, named), scale=largest_number([value for _, value in named])
        )
        before = [(name, copy_data(value)) for name, value in named]
        try:
            result = call_with_limit(lambda: function(*args, **kwargs), SECONDS)
        except (Exception, SystemExit, OutOfTimeError) as error:  # noqa: BLE001 - kept for the outcome to tell
            _look_for_stub(error)
            if isinstance(error, OutOfTimeError):
                _too_slow.add(self.question)
            return replace(outcome, error=error)
        return replace(outcome, result=result, changed=first_change(before, named))


@dataclass(frozen=True)
class Outcome:
    """What a call came to. Each method fails the check unless it is what was expected."""

    call: str
    verb: str = "returned"
    result: Any = None
    error: BaseException | None = None
    changed: str | None = None
    scale: float = 1.0
    """The largest number in the call's tensors, which rounding grows with."""

    @property
    def value(self) -> Any:
        """What was returned, for a check of your own with a plain `assert`."""
        return self._result("a result")

    def returns(self, expected: object, *, ask: str) -> None:
        """The result is `expected`, in type, dtype and shape as in value."""
        self._compare(self.verb, self._result(describe(expected)), expected, ask)

    def shows(self, what: str, view: Callable[[Any], object], expected: object, *, ask: str) -> None:
        """`view` of the result is `expected`; `what` says in words what the view looks at."""
        result = self._result(f"{what} {describe(expected)}")
        try:
            seen = view(result)
        except Exception:  # noqa: BLE001 - a view is written for right results; any other one is a failure
            self._fail_as_unlike(f"{what} {describe(expected)}", ASK_TYPE)
        self._compare(f"gave {what}", seen, expected, ask)

    def satisfies(self, condition: Callable[[Any], bool | str], *, expected: str, ask: str) -> None:
        """`condition` holds for the result; `expected` says in words what was expected.

        Where it does not hold, a condition may return what came instead, in words.
        """
        result = self._result(expected)
        try:
            holds = condition(result)
        except Exception:  # noqa: BLE001 - a condition that cannot be computed does not hold
            self._fail_as_unlike(expected, ASK_TYPE)
        if isinstance(holds, str):
            self._fail(f"{self.verb} {holds}; expected {expected}", ask)
        if holds is not True:
            self._fail_as_unlike(expected, ask)
        self._check_arguments()

    def raises(self, kind: type[Exception], *, ask: str) -> None:
        """The call raised `kind`; what the message says is the student's to choose."""
        if self.error is None:
            self._fail(f"{self.verb} {describe_result(self.result)}; expected a {kind.__name__}", ask)
        # both are RuntimeErrors in Python, and no way to say that the input is bad
        accident = kind is RuntimeError and isinstance(self.error, (RecursionError, NotImplementedError))
        if accident:
            self._fail_as_raised(f"a {kind.__name__} of your own, not one that Python gives up with", ask)
        if not isinstance(self.error, kind):
            self._fail_as_raised(f"a {kind.__name__}", ask)

    def gradient(self, tensor: Any, name: str) -> "Outcome":
        """The gradient of the result with respect to `tensor`, as an outcome of its own."""
        expected = "a tensor that backward() works on"
        result = self._result(expected)
        ask = ASK_RETURN if result is None else f"Which step takes the result out of the graph of {name}?"
        if not is_tensor(result) or not result.requires_grad:
            self._fail(f"returned {describe_result(result)}, without a graph; expected {expected}", ask)
        try:
            gradient = sys.modules["torch"].autograd.grad(result, tensor, allow_unused=True)[0]
        except RuntimeError as error:
            self._fail(
                f"returned a tensor whose backward() raises {error_text(error)}; expected {expected}", ask
            )
        return replace(self, call=f"the gradient of {self.call} by {name}", verb="is", result=gradient)

    def _result(self, expected: str) -> Any:
        if self.error is not None:
            self._fail_as_raised(expected)
        return self.result

    def _compare(self, verb: str, seen: object, expected: object, ask: str) -> None:
        try:
            found = explain(seen, expected, self.scale)
        except Exception:  # noqa: BLE001 - students return things that nobody has thought of
            found = Difference(type_text(seen), describe_typed(expected), of_type=True)
        if found is not None:
            # what the check asks is about values: on the way to a wrong type it would only mislead
            if self.verb == "returned" and found.of_type:
                ask = ASK_RETURN if seen is None else ASK_TYPE
            self._fail(f"{verb} {found.returned}; expected {found.expected}", ask)
        self._check_arguments()

    def _check_arguments(self) -> None:
        if self.changed is not None:
            self._fail(f"changed its argument {self.changed}", "Who else may still need what was passed in?")

    def _fail_as_unlike(self, expected: str, ask: str) -> NoReturn:
        """The result is nothing that the check can look into, so it says what it is made of."""
        form = form_text(self.result)
        text = describe_result(self.result)
        form = "" if self.result is None or is_tensor(self.result) or text == form else f", {form}"
        ask = ASK_RETURN if self.result is None else ask
        self._fail(f"{self.verb} {text}{form}; expected {expected}", ask)

    def _fail_as_raised(self, expected: str, ask: str = "") -> NoReturn:
        assert self.error is not None
        where = student_line(self.error)
        at = f" ({where})" if where else ""
        if isinstance(self.error, OutOfTimeError):
            self._fail(f"had not returned after {SECONDS:g} seconds{at}; expected {expected}", ASK_END)
        unasked = ASK_END if isinstance(self.error, RecursionError) else ASK_ERROR
        if isinstance(self.error, TypeError) and not where:
            ask = ASK_SIGNATURE  # the call itself went wrong, before any line of the function
        self._fail(f"raised {error_text(self.error)}{at}; expected {expected}", ask or unasked)

    def _fail(self, text: str, ask: str) -> NoReturn:
        pytest.fail(f"{self.call} {text}\n{ask}".rstrip(), pytrace=False)


def _look_for_stub(error: BaseException) -> None:
    """Raises UnstartedError where `error` is what a stub raises; another NotImplementedError is an error."""
    stub = STUB.fullmatch(str(error)) if isinstance(error, NotImplementedError) else None
    if stub and stub[2] in CATALOGUE.questions:
        raise UnstartedError(CATALOGUE.questions[stub[2]]) from error
