"""Decides what of a submission is not run any more, and why: what cannot be imported, what took too long."""

import logging
import os
import time
from dataclasses import dataclass, field, replace

from autograder.catalog import Limits, Question
from autograder.messages import students
from autograder.sandbox.clock import Clock, Limit, wall_seconds
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.waiting import Waiting

MIN_SHARE = 2
"""A question's wall-clock budget, in multiples of the wall-clock limit of a call."""
CALLS_SHARE = 1.5
"""The same for many calls, in multiples of their CPU limits together."""
SLOW_IMPORT = 1
"""A module is slow whose imports have taken longer than this multiple of the CPU limit of one import."""
BUSY = 0.1
"""The share of a run that must have been waiting for a processor before its end is the machine's fault."""
FATAL = {End.TIMEOUT, End.DIED, End.BAD_CALLBACK, End.OUT_OF_TIME}
"""After these the worker is gone, and the question's other checks are skipped."""
log = logging.getLogger(__name__)


@dataclass
class Stops:
    """What was found to be over, and the limits that follow from it."""

    limits: Limits
    deadline: float = float("inf")
    """On `time.monotonic`: nothing is called after it."""
    waited: float = 0.0
    """Seconds that workers waited for a processor."""
    was_cut: bool = False
    """Whether anything was not run because the run's time was up."""
    left: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By module: what its import has changed for all code after it, as values of `Advice`."""
    _unloadable: dict[str, Outcome] = field(default_factory=dict)
    """By module: an import that failed is not tried again for each question."""
    _died: set[str] = field(default_factory=set)
    """Modules whose import ended the worker once: the machine may have killed it, so it is tried again."""
    _ended: set[str] = field(default_factory=set)
    """Questions whose example ended its worker: their hidden calls are skipped."""
    _import_seconds: dict[str, float] = field(default_factory=dict)
    """By module: what all its imports have taken."""
    _longest_import: dict[str, float] = field(default_factory=dict)
    """By module: what its longest import has taken."""
    _left: float = float("inf")
    """Seconds that the current question may still take."""
    _share: float = float("inf")
    """What it could take when it began."""
    _told_inputs: bool = False
    """Whether any worker knows a hidden input."""
    _began: float = field(default_factory=time.monotonic)
    _grader: Waiting = field(default_factory=lambda: Waiting(os.getpid()))

    @property
    def run_is_over(self) -> bool:
        """Whether the run's time is up."""
        return time.monotonic() > self.deadline

    @property
    def machine_was_busy(self) -> bool:
        """Whether the run's time was up because of other work on this machine.

        What was cut off could have passed on a quiet machine, so there is no score.
        """
        waited = self.waited + self._grader.sample()
        return self.was_cut and waited > BUSY * (time.monotonic() - self._began)

    def not_run(self) -> Outcome:
        """Return the outcome of a call that the run has no time for."""
        self.was_cut = True
        slowest = max(self._import_seconds, key=lambda name: self._import_seconds[name], default="")
        if slowest and self.is_slow(slowest):
            seconds = self._import_seconds[slowest]
            return Outcome(End.OUT_OF_TIME, reason=students.calls.run_over_importing(slowest, seconds))
        return Outcome(End.OUT_OF_TIME, reason=students.calls.RUN_OVER)

    def is_slow(self, module: str) -> bool:
        """Return whether a module has taken so long to import that others go first."""
        return self._import_seconds.get(module, 0.0) > SLOW_IMPORT * self.limits.import_cpu_seconds

    def import_takes(self, module: str) -> float:
        """Return the seconds of a module's longest import so far."""
        return self._longest_import.get(module, 0.0)

    def begin_question(self, n_calls: int) -> None:
        """Start a question's share of the run's time.

        Args:
            n_calls: how many calls its tests make, about.
        """
        cpu = self.limits.call_cpu_seconds
        share = max(MIN_SHARE * wall_seconds(cpu), CALLS_SHARE * n_calls * cpu)
        self._left = self._share = min(share, max(0.0, self.deadline - time.monotonic()))

    def before_opening(self, question: Question, *, example: bool) -> Outcome | None:
        """Return the outcome of all calls if a worker for the question would be useless."""
        if question.number in self._ended and not example:
            return Outcome(End.NOT_REACHED)
        return self._unloadable.get(question.module)

    def import_limit(self) -> Limit:
        """Return the limit of importing a module."""
        return Limit(self.limits.import_cpu_seconds, self.deadline)

    def after_import(self, module: str, loaded: Outcome, clock: Clock) -> Outcome | None:
        """Return the outcome of every call if the import failed, and note the module and its time."""
        seconds = clock.own_seconds
        self._import_seconds[module] = self._import_seconds.get(module, 0.0) + seconds
        self._longest_import[module] = max(self.import_takes(module), seconds)
        if loaded.end is End.VALUE:
            if not self._told_inputs:  # later, what it says could carry hidden inputs
                self.left.setdefault(module, loaded.left)
            return None
        stuck = self._unloaded(module, loaded)
        log.info("%s.py could not be imported: %s", module, stuck.end)
        if loaded.end is End.DIED and module not in self._died:
            self._died.add(module)
        else:
            self._unloadable[module] = stuck
        return stuck

    def call_limit(self, *, example: bool) -> Limit:
        """Return the limit of the next call, and note that a hidden call tells a hidden input."""
        self._told_inputs |= not example
        return Limit(self.limits.call_cpu_seconds, self.deadline, max(self._left, 0.0))

    def after_call(self, outcome: Outcome, clock: Clock) -> Outcome:
        """Return the outcome as it counts: with the reason, if another limit than the call's ended it."""
        self._left -= clock.own_seconds
        if outcome.end is not End.TIMEOUT:
            return outcome
        if self.run_is_over:
            return self.not_run()
        if self._left <= 0 and clock.own_seconds < wall_seconds(self.limits.call_cpu_seconds):
            return Outcome(
                End.OUT_OF_TIME, reason=students.calls.share_spent(self._share), calls=outcome.calls
            )
        return outcome

    def example_ended_worker(self, question: Question) -> None:
        """Note that the question's example ended its worker."""
        self._ended.add(question.number)

    def _unloaded(self, module: str, loaded: Outcome) -> Outcome:
        if loaded.end is End.ERROR and loaded.error:
            # The reason is the worker's own word: it may be told as long as no worker knew anything hidden.
            reason = "" if self._told_inputs else loaded.error.reason
            return Outcome(End.IMPORT_ERROR, error=replace(loaded.error, reason=reason))
        if loaded.end is End.TIMEOUT:
            if self.run_is_over:
                return self.not_run()
            seconds = self.limits.import_cpu_seconds
            reason = students.calls.import_timed_out(
                students.calls.time_allowed(seconds, wall_seconds(seconds))
            )
            error = StudentError(("TimeoutError",), f"{module}.py", 0, "", reason)
            return Outcome(End.IMPORT_ERROR, error=error)
        return replace(loaded, reason=students.calls.died_importing(f"{module}.py"))
