"""The `student` and `reference` of a hidden test: calls that are run, or replayed from the key."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from autograder.catalog import Question
from autograder.grading.assertions import Answer
from autograder.grading.compare import largest_magnitude
from autograder.grading.fingerprints import Signature, signature
from autograder.grading.key import Key, KeyMismatchError, digest_of
from autograder.grading.session import Calls, Phase
from autograder.sandbox.outcome import Outcome
from autograder.sandbox.values import Tensor

PLAIN = (int, str, float)
Run = Callable[[tuple[Any, ...], dict[str, Any], tuple[int, ...]], Outcome]
Note = Callable[[Outcome], None]


@dataclass(frozen=True)
class Function:
    """One function of the submission or of the reference, as a hidden test calls it."""

    name: str
    _run: Run
    _note: Note
    _cpu_seconds: float

    def __call__(self, *args: Any, **kwargs: Any) -> Answer:
        """Call it."""
        return self._answer(args, kwargs, ())

    def grad(self, *args: Any, wrt: int | tuple[int, ...] = 0, **kwargs: Any) -> Answer:
        """Call it and differentiate the result by tensors among the arguments, counted from 0."""
        return self._answer(args, kwargs, (wrt,) if isinstance(wrt, int) else wrt)

    def _answer(self, args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]) -> Answer:
        outcome = self._run(args, kwargs, wrt)
        scale = _scale((args, kwargs))
        return Answer(self.name, args, kwargs, outcome, scale, self._cpu_seconds, self._note)


class Caller:
    """`student` or `reference`: its attributes are the question's functions."""

    def __init__(
        self, question: Question, run: Run, note: Note = lambda _outcome: None, cpu_seconds: float = 0.0
    ) -> None:
        self._question = question
        self._run = run
        self._note = note
        self._cpu_seconds = cpu_seconds

    def __getattr__(self, name: str) -> Function:
        if name != self._question.function:
            raise AttributeError(
                f"a test of {self._question.number} may call {self._question.function} only, not {name}"
            )
        return Function(name, self._run, self._note, self._cpu_seconds)


class Reference(Protocol):
    """Makes the `reference` of each test."""

    def of(self, test_id: str, question: Question) -> Caller:
        """Return the `reference` of one test."""


@dataclass
class Student:
    """Makes the `student` of each test, and keeps short signatures of what failed tests saw.

    Only the current test's outcomes are kept: a submission chooses how large they are.
    """

    session: Calls
    signatures: dict[str, Signature] = field(default_factory=dict)
    """The signature of each failed test's first outcome."""
    _outcomes: list[Outcome] = field(default_factory=list)

    def judged(self, test_id: str, *, passed: bool) -> None:
        """Note that a test has ended. It may have run before: the last time counts."""
        self.signatures.pop(test_id, None)
        if self._outcomes and not passed:
            self.signatures[test_id] = signature(self._outcomes[0])
        self._outcomes.clear()

    def of(self, question: Question, phase: Phase = Phase.FRESH) -> Caller:
        """Return the `student` of one test."""

        def run(args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]) -> Outcome:
            outcome = self.session.call(question, args, kwargs, wrt, phase)
            self._outcomes.append(outcome)
            return outcome

        def note(outcome: Outcome) -> None:
            self._outcomes[-1] = outcome

        return Caller(question, run, note, self.session.limits.call_cpu_seconds)


@dataclass
class Replayer:
    """A `reference` that reads the key: no solution is near."""

    key: Key

    def of(self, test_id: str, question: Question) -> Caller:
        """Return the `reference` of one test."""
        recorded = iter(self.key.calls.get(test_id, []))

        def run(args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]) -> Outcome:
            call = next(recorded, None)
            if call is None:
                raise KeyMismatchError(f"{test_id} calls the reference more often than the key holds")
            if call.digest != digest_of(question.function, args, kwargs, wrt):
                raise KeyMismatchError(
                    f"{test_id} calls the reference with other arguments than the key holds"
                )
            return call.outcome

        return Caller(question, run)


def _scale(value: Any) -> float:
    """Return the largest magnitude in any float tensor among arguments: the scale of the logits."""
    if isinstance(value, np.ndarray):
        return _scale(Tensor.of(value))
    if isinstance(value, Tensor):
        return largest_magnitude(value.array) if value.array.dtype.kind == "f" else 0.0
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        # Long lists hold numbers, which have no scale of their own.
        return max((_scale(each) for each in value if not isinstance(each, PLAIN)), default=0.0)
    return 0.0
