"""A submission that answers from a table, and the calls that it is learned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any, Protocol

from templates import Sample
from unsandboxed import CallNumbers, InProcess, Unshared

from autograder.answer_key.recorder import Recorder
from autograder.catalog import Limits, Project, Question
from autograder.grading.collect import HiddenTest
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Student
from autograder.grading.key import Key
from autograder.grading.session import Phase
from autograder.sandbox.outcome import Outcome
from autograder.sandbox.values import Callback


class AnyTable(Protocol):
    """A table that has learned answers."""

    def outcome(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> Outcome:
        """Return the answer to a call."""


@dataclass
class TableSession(Unshared):
    """A submission that answers from a table."""

    limits: Limits
    table: AnyTable
    n_calls: Mapping[str, int] = field(default_factory=dict)
    was_odd: bool = False
    _numbers: CallNumbers = field(default_factory=CallNumbers)

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,
    ) -> Outcome:
        """Answer one call."""
        number = self._numbers.take(question, phase)
        return self.table.outcome(question.function, number, (args, kwargs), wrt)


@dataclass
class _Recording(InProcess):
    """The solutions, with all that is seen of them."""

    samples: list[Sample] = field(default_factory=list)
    _numbers: CallNumbers = field(default_factory=CallNumbers)

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,
    ) -> Outcome:
        """Call, and keep the call with its answer."""
        replies: list[Any] = []

        def heard(callback: Callback) -> Callback:
            def function(*given: Any) -> Any:
                replies.append(callback.function(*given))
                return replies[-1]

            return replace(callback, function=function)

        wrapped = tuple(heard(each) if isinstance(each, Callback) else each for each in args)
        named = {key: heard(each) if isinstance(each, Callback) else each for key, each in kwargs.items()}
        outcome = super().call(question, wrapped, named, wrt, phase)
        number = self._numbers.take(question, phase)
        given = (args, kwargs)
        self.samples.append(Sample(question.function, number, given, wrt, outcome, tuple(replies)))
        return outcome


def recorded_samples(
    project: Project, tests: Sequence[HiddenTest], modules: Mapping[str, ModuleType], seed: int
) -> list[Sample]:
    """Return all calls of a term with their right answers."""
    session = _Recording(project.assignment.limits, modules)
    reference = Recorder(InProcess(project.assignment.limits, modules), Key(seed, "in process"))
    run_hidden_tests(tests, Student(session), reference, seed)
    return session.samples
