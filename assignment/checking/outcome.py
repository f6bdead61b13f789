"""Call a student's function and compare the result with the expected one.

    sliding_windows([1, 2, 3], 2).returns([[1, 2], [3]], ask="Where does the second window begin?")

A failure shows the call, the result and the expected result, and ends with the question `ask`.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import pytest

from checking import messages
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
from checking.time_limit import MAX_SECONDS, OutOfTimeError, call_with_limit

# the label that a stub raises, as the stubs' generator writes it: an identifier, not a sentence
STUB = re.compile(r"Part (\w+\.\d+): (\w+)")


class UnstartedError(pytest.skip.Exception):  # type: ignore[misc] # pytest does not say that it is a class
    """The call reached the stub of an unwritten function, which is not a failure."""

    def __init__(self, question: Question) -> None:
        super().__init__(messages.not_started(question.number, question.function))
        self.question = question


_too_slow: set[Question] = set()


def forget_timeouts() -> None:
    """Call functions again that ran out of time: a notebook's kernel outlives the code that did."""
    _too_slow.clear()


class StudentFunction:
    """The student's function of one question: call it like the function, and check the `Outcome`."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, *args: Any, **kwargs: Any) -> "Outcome":
        """Call the function, and keep the result or the exception in an outcome.

        Raises:
            UnstartedError: the function is a stub, or its file is missing.
            pytest.skip.Exception: an earlier call of this function ran out of time.
            StudentCodeError: the function cannot be called.
        """
        if self.question in _too_slow:
            pytest.skip(messages.RAN_OUT_OF_TIME)
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
            result = call_with_limit(lambda: function(*args, **kwargs), MAX_SECONDS)
        except (Exception, SystemExit, OutOfTimeError) as error:  # noqa: BLE001 - kept for the outcome
            _look_for_stub(error)
            if isinstance(error, OutOfTimeError):
                _too_slow.add(self.question)
            return replace(outcome, error=error)
        return replace(outcome, result=result, changed=first_change(before, named))


@dataclass(frozen=True)
class Outcome:
    """The result or the exception of a call. Every method fails the check if it is not the expected one."""

    call: str
    is_gradient: bool = False
    result: Any = None
    error: BaseException | None = None
    changed: Difference | None = None
    scale: float = 1.0
    """The largest number in the call's tensors, because rounding errors grow with it."""

    @property
    def value(self) -> Any:
        """The returned value, for a check of your own with a plain `assert`."""
        return self._result(messages.A_RESULT)

    def returns(self, expected: object, *, ask: str) -> None:
        """Check that the result is `expected`, in type, dtype, shape and value."""
        self._compare(self._verb, self._result(describe(expected)), expected, ask)

    def shows(self, what: str, view: Callable[[Any], object], expected: object, *, ask: str) -> None:
        """Check that `view(result)` is `expected`; `what` names the view in words."""
        result = self._result(f"{what} {describe(expected)}")
        try:
            seen = view(result)
        except Exception:  # noqa: BLE001 - a view that fails means that the result is wrong
            self._fail_as_unlike(f"{what} {describe(expected)}", messages.ASK_TYPE)
        self._compare(messages.gave(what), seen, expected, ask)

    def satisfies(self, condition: Callable[[Any], bool | str], *, expected: str, ask: str) -> None:
        """Check that `condition(result)` is True; `expected` describes it in words.

        If it does not hold, a condition may return a description of the result instead of False.
        """
        result = self._result(expected)
        try:
            holds = condition(result)
        except Exception:  # noqa: BLE001 - a condition that fails does not hold
            self._fail_as_unlike(expected, messages.ASK_TYPE)
        if isinstance(holds, str):
            self._fail(messages.unlike(self._verb, holds, expected), ask)
        if holds is not True:
            self._fail_as_unlike(expected, ask)
        self._check_arguments()

    def raises(self, kind: type[Exception], *, ask: str) -> None:
        """Check that the call raised `kind`, with any message."""
        expected = messages.an_error(kind.__name__)
        if self.error is None:
            self._fail(messages.unlike(self._verb, describe_result(self.result), expected), ask)
        # both are subclasses of RuntimeError, but not a way to refuse the input
        accident = kind is RuntimeError and isinstance(self.error, (RecursionError, NotImplementedError))
        if accident:
            self._fail_as_raised(messages.own_error(kind.__name__), ask)
        if not isinstance(self.error, kind):
            self._fail_as_raised(expected, ask)

    def gradient(self, tensor: Any, name: str) -> "Outcome":
        """Return the gradient of the result with respect to `tensor`, as another outcome."""
        result = self._result(messages.BACKWARD_TENSOR)
        ask = messages.ASK_RETURN if result is None else messages.ask_graph(name)
        if not is_tensor(result) or not result.requires_grad:
            self._fail(messages.without_graph(describe_result(result)), ask)
        try:
            gradient = sys.modules["torch"].autograd.grad(result, tensor, allow_unused=True)[0]
        except RuntimeError as error:
            self._fail(messages.backward_raises(error_text(error)), ask)
        return replace(self, call=messages.gradient_call(self.call, name), is_gradient=True, result=gradient)

    @property
    def _verb(self) -> str:
        return messages.IS if self.is_gradient else messages.RETURNED

    def _result(self, expected: str) -> Any:
        if self.error is not None:
            self._fail_as_raised(expected)
        return self.result

    def _compare(self, verb: str, seen: object, expected: object, ask: str) -> None:
        try:
            found = explain(seen, expected, self.scale)
        except Exception:  # noqa: BLE001 - a student may return any object
            found = Difference(type_text(seen), describe_typed(expected), of_type=True)
        if found is not None:
            # the check's question is about values, so it would mislead if the type is wrong
            if found.of_type and not self.is_gradient:
                ask = messages.ASK_RETURN if seen is None else messages.ASK_TYPE
            self._fail(messages.unlike(verb, found.returned, found.expected), ask)
        self._check_arguments()

    def _check_arguments(self) -> None:
        if self.changed is not None:
            change = self.changed
            text = messages.changed_argument(change.place, before=change.expected, after=change.returned)
            self._fail(text, messages.ASK_ARGUMENT)

    def _fail_as_unlike(self, expected: str, ask: str) -> NoReturn:
        """Fail because the check cannot look into the result; show its structure."""
        form = form_text(self.result)
        text = describe_result(self.result)
        if self.result is None or is_tensor(self.result) or text == form:
            form = ""
        ask = messages.ASK_RETURN if self.result is None else ask
        self._fail(messages.unlike(self._verb, text, expected, form), ask)

    def _fail_as_raised(self, expected: str, ask: str = "") -> NoReturn:
        assert self.error is not None
        where = student_line(self.error)
        if isinstance(self.error, OutOfTimeError):
            self._fail(messages.too_slow(MAX_SECONDS, where, expected), messages.ASK_END)
        unasked = messages.ASK_END if isinstance(self.error, RecursionError) else messages.ASK_ERROR
        if isinstance(self.error, TypeError) and not where:
            ask = messages.ASK_SIGNATURE  # the call itself failed, before any line of the function
        self._fail(messages.raised(error_text(self.error), where, expected), ask or unasked)

    def _fail(self, text: str, ask: str) -> NoReturn:
        pytest.fail(messages.failure(self.call, text, ask), pytrace=False)


def _look_for_stub(error: BaseException) -> None:
    """Raise UnstartedError if `error` comes from a stub; another NotImplementedError is a failure."""
    stub = STUB.fullmatch(str(error)) if isinstance(error, NotImplementedError) else None
    if stub and stub[2] in CATALOGUE.questions:
        raise UnstartedError(CATALOGUE.questions[stub[2]]) from error
