"""Decides what of a submission is not run any more: a module that cannot be imported, a run that is over."""

import logging
import time
from dataclasses import dataclass, field, replace

from autograder.catalog import Limits, Question
from autograder.messages import students
from autograder.sandbox.clock import Limit, wall_seconds
from autograder.sandbox.outcome import End, Outcome, StudentError

SHARE = 2
"""A worker's wall-clock budget, in multiples of the per-call limit."""
FATAL = {End.TIMEOUT, End.DIED, End.BAD_CALLBACK}
"""After these the worker is gone, and the question's other checks are skipped."""
log = logging.getLogger(__name__)


@dataclass
class Stops:
    """What was found to be over, and the limits that follow from it."""

    limits: Limits
    deadline: float = float("inf")
    """On `time.monotonic`: nothing is called after it."""
    _unloadable: dict[str, Outcome] = field(default_factory=dict)
    """By module: an import that failed is not tried again for each question."""
    _died: set[str] = field(default_factory=set)
    """Modules whose import ended the worker once: the machine may have killed it, so it is tried again."""
    _ended: set[str] = field(default_factory=set)
    """Questions whose example ended its worker: their hidden calls are skipped."""
    _share_ends: float = float("inf")
    """On `time.monotonic`: until when the current worker may be called, so that others get their turn."""
    _told_inputs: bool = False
    """Whether any worker knows a hidden input."""

    @property
    def run_is_over(self) -> bool:
        """Whether the run's time is up."""
        return time.monotonic() > self.deadline

    def before_opening(self, question: Question, *, example: bool) -> Outcome | None:
        """Start a worker's share of time; return the outcome of all its calls if it would be useless."""
        self._share_ends = time.monotonic() + SHARE * wall_seconds(self.limits.call_cpu_seconds)
        if question.number in self._ended and not example:
            return Outcome(End.NOT_REACHED)
        return self._unloadable.get(question.module)

    def import_limit(self) -> Limit:
        """Return the limit of importing a module."""
        return Limit(self.limits.import_cpu_seconds, self.deadline)

    def after_import(self, module: str, loaded: Outcome) -> Outcome | None:
        """Return the outcome of every call if the import failed, and note the module."""
        if loaded.end is End.VALUE:
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
        return Limit(self.limits.call_cpu_seconds, min(self.deadline, self._share_ends))

    def after_call(self, outcome: Outcome) -> Outcome:
        """Return the outcome as it counts: running out of the run's time is not the call's fault."""
        return Outcome(End.NOT_REACHED) if outcome.end is End.TIMEOUT and self.run_is_over else outcome

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
                return Outcome(End.NOT_REACHED)
            seconds = self.limits.import_cpu_seconds
            reason = students.import_timed_out(students.time_allowed(seconds, wall_seconds(seconds)))
            error = StudentError(("TimeoutError",), f"{module}.py", 0, "", reason)
            return Outcome(End.IMPORT_ERROR, error=error)
        return loaded
