"""A submission while it is graded: each question in a fresh worker, each call an Outcome.

Worked examples, which students see in full, are called before any hidden input has left the grader, by
workers of their own: whatever one worker may hide for the next to find, there is nothing to hide yet.
"""

from types import TracebackType
from typing import Any

from autograder.catalog import Limits, Question
from autograder.grading.stops import FATAL, Stops
from autograder.grading.workers import Workers
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.worker import Worker


class Session:
    """Runs the hidden tests' calls against one staged submission.

    Args:
        workers: opens workers.
        stops: decides what is not run any more.
    """

    def __init__(self, workers: Workers, stops: Stops) -> None:
        self.workers, self.stops = workers, stops
        self._work = ""
        self._question: Question | None = None
        self._worker: Worker | None = None
        self._stuck: Outcome | None = None
        """The outcome of every further call of the question, if its worker cannot go on."""
        self._asked: set[str] = set()
        """Numbers of the questions that the current worker was called for: examples share one."""

    @property
    def limits(self) -> Limits:
        """The limits of the submission's calls."""
        return self.workers.limits

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        *,
        example: bool = False,
    ) -> Outcome:
        """Call the question's function once.

        Args:
            question: whose function is called.
            args: its positional arguments.
            kwargs: its keyword arguments.
            wrt: the tensors among the arguments to differentiate by, counted from 0.
            example: whether this call belongs to the worked example, and so holds nothing hidden.
        """
        if self.stops.run_is_over:
            return Outcome(End.NOT_REACHED)
        work = f"{question.module}'s examples" if example else question.number
        if work != self._work or (self._stuck and question != self._question):
            self._open(question, work, example=example)
        self._question = question
        if self._stuck:
            return self._stuck
        outcome = self._call(question, args, kwargs, wrt, example=example)
        if example and outcome.end in FATAL and self._asked != {question.number}:
            # A neighbour's example may have left something in this worker: try the question by itself.
            self._open(question, work, example=example)
            outcome = self._stuck or self._call(question, args, kwargs, wrt, example=example)
        if outcome.end in FATAL:
            self._stuck = Outcome(End.NOT_REACHED)
            if example:
                self.stops.example_ended_worker(question)
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

    def _call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        *,
        example: bool,
    ) -> Outcome:
        assert self._worker is not None
        self._asked.add(question.number)
        limit = self.stops.call_limit(example=example)
        outcome = self._worker.call(question.module, question.function, args, kwargs, limit, wrt)
        outcome = self.workers.placed(outcome)
        return self.stops.after_call(outcome)

    def _open(self, question: Question, work: str, *, example: bool) -> None:
        """Open a fresh worker with the student's module imported; a failure there is every call's outcome."""
        self.close()
        self._work, self._question = work, question
        if not self.workers.has(question.module):
            self._stuck = Outcome(End.MISSING)
            return
        self._stuck = self.stops.before_opening(question, example=example)
        if self._stuck:
            return
        self._worker, loaded = self.workers.open(work, question.module, self.stops.import_limit())
        self._stuck = self.stops.after_import(question.module, loaded)
