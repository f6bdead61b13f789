"""A submission while it is graded: each question in a fresh worker, each call an Outcome.

Worked examples, which students see in full, are called before any hidden input has left the grader, by
workers of their own: whatever one worker may hide for the next to find, there is nothing to hide yet.
"""

import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.catalog import Limits, Question
from autograder.sandbox.clock import Limit, time_allowed, wall_seconds
from autograder.sandbox.level import Confined
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.worker import Worker, open_worker
from autograder.sandbox.zygote import Zygote

MOST_FILES = 30
"""Of a submission, whose names an error may bring: which it is, is the submission's to choose."""
SHARE = 2
"""A worker may be called for so many times the time on the clock that one call may take, and no longer."""
# After these a worker is no more, and the question's other checks are not run.
FATAL = {End.TIMEOUT, End.DIED, End.BAD_CALLBACK}


@dataclass
class Session:
    """Runs calls of the hidden tests against one staged submission."""

    zygote: Zygote
    folder: Path
    limits: Limits
    deadline: float = float("inf")
    """On `time.monotonic`: nothing is called after it."""
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    """CPU time of each worker, by its question or its module's examples."""
    output: dict[str, str] = field(default_factory=dict)
    """What each of them printed, cut, for staff."""
    confined: Confined | None = None
    """How the last worker was confined."""
    _files: dict[str, int] | None = None
    """The submission's files and how many lines each has, noted before any of its code has run."""
    _work: str = ""
    """What the current worker is for: a question's hidden calls, or a module's examples."""
    _question: Question | None = None
    _opened: ExitStack = field(default_factory=ExitStack)
    _worker: Worker | None = None
    _stuck: Outcome | None = None
    """What every further call of the question gives, since its worker cannot go on."""
    _unloadable: dict[str, Outcome] = field(default_factory=dict)
    """Modules that could not be imported: that is not tried again for each question."""
    _died: set[str] = field(default_factory=set)
    """Modules whose worker has died at the import, once: it may have been killed, so that is tried again."""
    _asked: set[str] = field(default_factory=set)
    """The questions that the current worker was called for: several, where they are examples."""
    _ended: set[str] = field(default_factory=set)
    """Questions whose example has ended its worker, or did not come to an end: the rest is not run."""
    _share: float = float("inf")
    """On `time.monotonic`: until when the current worker may be called, so that others get their turn."""
    _told_inputs: bool = False
    """Whether a worker has been told a hidden input."""

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        *,
        example: bool = False,
    ) -> Outcome:
        """One call of the question's function.

        Args:
            example: it is one of the worked example, and so holds nothing hidden.
        """
        if time.monotonic() > self.deadline:
            return Outcome(End.NOT_REACHED)
        work = f"{question.module}'s examples" if example else question.number
        if work != self._work or (self._stuck and question != self._question):
            self._open(question, work)
        self._question = question
        self._told_inputs |= not example
        if self._stuck:
            return self._stuck
        outcome = self._call(question, args, kwargs, wrt)
        if example and outcome.end in FATAL and self._asked != {question.number}:
            # A neighbour's example may have left something in this worker: it is to blame, not this question.
            self._open(question, work)
            outcome = self._stuck or self._call(question, args, kwargs, wrt)
        if outcome.end in FATAL:
            self._stuck = Outcome(End.NOT_REACHED)
            if example:
                self._ended.add(question.number)
        return outcome

    def _call(
        self, question: Question, args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]
    ) -> Outcome:
        assert self._worker is not None
        self._asked.add(question.number)
        limit = Limit(self.limits.call_cpu_seconds, min(self.deadline, self._share))
        outcome = self._worker.call(question.module, question.function, args, kwargs, limit, wrt)
        if outcome.end is End.TIMEOUT and time.monotonic() > self.deadline:
            return Outcome(End.NOT_REACHED)  # it was the run's time that was up, not the call's
        return outcome

    def close(self) -> None:
        """Ends the current question's worker."""
        self._opened.close()
        if self._worker:
            self.cpu_seconds[self._work] = self.cpu_seconds.get(self._work, 0.0) + self._worker.cpu_seconds
            if self._worker.output:
                self.output[self._work] = self._worker.output.decode(errors="replace")
        self._work, self._question = "", None
        self._asked.clear()
        self._worker = self._stuck = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, question: Question, work: str) -> None:
        """A fresh worker, with the student's module imported: what fails there fails every call."""
        self.close()
        self._work, self._question = work, question
        self._share = time.monotonic() + SHARE * wall_seconds(self.limits.call_cpu_seconds)
        if not (self.folder / f"{question.module}.py").is_file():
            self._stuck = Outcome(End.MISSING)
            return
        self._stuck = self._unloadable.get(question.module)
        if question.number in self._ended and work == question.number:
            self._stuck = Outcome(End.NOT_REACHED)
        if self._stuck:
            return
        if self._files is None:
            self._files = files_with_lines(self.folder)
        kwargs = {*list(self._files)[:MOST_FILES], f"{question.module}.py"}
        files = {name: lines for name, lines in self._files.items() if name in kwargs}
        # Without the run's deadline: that a worker has not greeted yet is no fault of the submission's.
        limit = Limit(self.limits.import_cpu_seconds)
        opened = open_worker(
            self.zygote, self.folder, limit, output_limit=self.limits.output_characters, files=files
        )
        self._worker = self._opened.enter_context(opened)
        self.confined = self._worker.confined
        loaded = self._worker.load(question.module, Limit(self.limits.import_cpu_seconds, self.deadline))
        if loaded.end is End.VALUE:
            return
        self._stuck = self._unloaded(question.module, loaded)
        if loaded.end is End.DIED and question.module not in self._died:
            self._died.add(question.module)
        else:
            self._unloadable[question.module] = self._stuck

    def _unloaded(self, module: str, loaded: Outcome) -> Outcome:
        """What every call gives when the module could not be imported."""
        if loaded.end is End.ERROR and loaded.error:
            # The reason is the worker's own word: it may be told as long as no worker knew anything hidden.
            reason = "" if self._told_inputs else loaded.error.reason
            return Outcome(End.IMPORT_ERROR, error=replace(loaded.error, reason=reason))
        if loaded.end is End.TIMEOUT:
            if time.monotonic() > self.deadline:
                return Outcome(End.NOT_REACHED)
            reason = f"not done within {time_allowed(self.limits.import_cpu_seconds)}"
            error = StudentError(("TimeoutError",), f"{module}.py", 0, "", reason)
            return Outcome(End.IMPORT_ERROR, error=error)
        return loaded


def files_with_lines(folder: Path) -> dict[str, int]:
    """How many lines each Python file of a submission has, by its path below `folder`, the nearest first."""
    paths = (path.relative_to(folder) for path in folder.rglob("*.py") if path.is_file())
    near = sorted(paths, key=lambda path: (len(path.parts), path))
    return {str(path): (folder / path).read_bytes().count(b"\n") + 1 for path in near}
