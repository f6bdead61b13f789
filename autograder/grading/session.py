"""A submission while it is graded: its workers, and an Outcome for each call.

Worked examples, which students see in full, are called before any hidden input has left the grader, by
workers of their own: whatever one worker may hide for the next to find, there is nothing to hide yet.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import TracebackType
from typing import Any, Protocol

from autograder.catalog import Limits, Question
from autograder.grading.stops import FATAL, Stops
from autograder.grading.untouched import Stub
from autograder.grading.workers import Workers
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.worker import Worker

ODD = FATAL | {End.NOT_REACHED}


class Phase(Enum):
    """For what a call is made, and so in which worker."""

    EXAMPLE = auto()
    """A worked example: nothing hidden. One worker for all examples of a module."""
    SHARED = auto()
    """The first pass of a module that takes long to import: one worker for all its questions."""
    FRESH = auto()
    """A worker for the question alone."""


class Calls(Protocol):
    """What hidden tests need of a session. `Session` is the one that grades."""

    n_calls: Mapping[str, int]
    was_odd: bool

    @property
    def limits(self) -> Limits:
        """The limits of the submission's calls."""

    def can_share(self, question: Question, share_from: float) -> bool:
        """Return whether the question's module has a worker for all its questions."""

    def is_slow(self, question: Question) -> bool:
        """Return whether the question's module has taken so long to import that others go first."""

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,
    ) -> Outcome:
        """Call the question's function once."""


class Session:
    """Runs the hidden tests' calls against one staged submission.

    Args:
        workers: opens workers.
        stops: decides what is not run any more.
        untouched: functions that are as they were handed out, which need no worker; by name.
    """

    def __init__(self, workers: Workers, stops: Stops, untouched: Mapping[str, Stub] | None = None) -> None:
        self.workers, self.stops, self._untouched = workers, stops, untouched or {}
        self.n_calls: Mapping[str, int] = {}
        """How many calls each question's tests make, about; by its number."""
        self.was_odd = False
        """Whether a call of the current question ended oddly, or changed an argument."""
        self._work = ""
        self._question: Question | None = None
        self._phase = Phase.FRESH
        self._worker: Worker | None = None
        self._stuck: Outcome | None = None
        """The outcome of every further call of the question, if its worker cannot go on."""
        self._asked: set[str] = set()
        """Numbers of the questions that the current worker was called for."""
        self._spoiled: set[str] = set()
        """Modules whose shared worker is gone."""

    @property
    def limits(self) -> Limits:
        """The limits of the submission's calls."""
        return self.workers.limits

    def can_share(self, question: Question, share_from: float) -> bool:
        """Return whether the question's module takes long to import, and still has its shared worker."""
        return question.module not in self._spoiled and self.stops.import_takes(question.module) >= share_from

    def is_slow(self, question: Question) -> bool:
        """Return whether the question's module has taken so long to import that others go first."""
        return self.stops.is_slow(question.module)

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase = Phase.FRESH,
    ) -> Outcome:
        """Call the question's function once.

        Args:
            question: whose function is called.
            args: its positional arguments.
            kwargs: its keyword arguments.
            wrt: the tensors among the arguments to differentiate by, counted from 0.
            phase: for what the call is made.
        """
        stub = self._untouched.get(question.function)
        if stub and stub.takes(args, kwargs) and not self.stops.run_is_over:
            self.was_odd = False
            return stub.outcome
        if question != self._question or phase is not self._phase:
            self._begin(question, phase)
        if self.stops.run_is_over:
            self._stuck = self._stuck or self.stops.not_run()
        outcome = self._stuck or self._call(question, args, kwargs, wrt, phase)
        alone = self._asked <= {question.number}
        if phase is Phase.EXAMPLE and outcome.end in FATAL and not alone and not self.stops.run_is_over:
            # A neighbour's example may have left something in this worker: try the question by itself.
            self._open(question, self._work, phase)
            outcome = self._stuck or self._call(question, args, kwargs, wrt, phase)
        if outcome.end in FATAL and not self._stuck:
            self._stuck = Outcome(End.NOT_REACHED)
            if phase is Phase.SHARED:
                self._spoiled.add(question.module)
            elif phase is Phase.EXAMPLE:
                self.stops.example_ended_worker(question)
        self.was_odd |= outcome.changed or outcome.end in ODD
        return outcome

    def close(self) -> None:
        """End the current worker."""
        self.workers.close()
        self._work, self._question = "", None
        self._worker = self._stuck = None
        self._asked.clear()

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self, question: Question, phase: Phase) -> None:
        """Start a question's share of time, in the current worker if it serves the question, too."""
        work = {
            Phase.EXAMPLE: f"{question.module}'s examples",
            Phase.SHARED: question.module,
            Phase.FRESH: question.number,
        }[phase]
        if work != self._work or self._stuck:
            self._open(question, work, phase)
        self._question, self._phase, self.was_odd = question, phase, False
        self.stops.begin_question(self.n_calls.get(question.number, 1))

    def _call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        phase: Phase,
    ) -> Outcome:
        assert self._worker is not None
        self._asked.add(question.number)
        limit = self.stops.call_limit(example=phase is Phase.EXAMPLE)
        outcome = self._worker.call(question.module, question.function, args, kwargs, limit, wrt)
        return self.stops.after_call(self.workers.placed(outcome), self._worker.clock)

    def _open(self, question: Question, work: str, phase: Phase) -> None:
        """Open a fresh worker with the student's module imported; a failure there is every call's outcome."""
        self.close()
        self._work, self._question, self._phase = work, question, phase
        if not self.workers.has(question.module):
            self._stuck = Outcome(End.MISSING)
            return
        if self.stops.run_is_over:
            self._stuck = self.stops.not_run()
            return
        self._stuck = self.stops.before_opening(question, example=phase is Phase.EXAMPLE)
        if self._stuck:
            return
        self._worker, loaded = self.workers.open(work, question.module, self.stops.import_limit())
        self._stuck = self.stops.after_import(question.module, loaded, self._worker.clock)
        if self._stuck and phase is Phase.SHARED:
            self._spoiled.add(question.module)
