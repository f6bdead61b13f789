"""A submission while it is graded: each question in a fresh worker, each call an Outcome."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.catalog import Limits, Question
from autograder.sandbox.level import Confined
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.worker import Limit, Worker
from autograder.sandbox.zygote import WorkerProcess, Zygote

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
    """CPU time of each question's worker."""
    output: dict[str, str] = field(default_factory=dict)
    """What each question's worker printed, cut, for staff."""
    confined: Confined | None = None
    """How the last worker was confined."""
    _files: dict[str, int] | None = None
    """The submission's files and how many lines each has, noted before any of its code has run."""
    _question: Question | None = None
    _process: WorkerProcess | None = None
    _worker: Worker | None = None
    _stuck: Outcome | None = None
    """What every further call of the question gives, since its worker cannot go on."""

    def call(
        self, question: Question, arguments: tuple[Any, ...], named: dict[str, Any], wrt: tuple[int, ...]
    ) -> Outcome:
        """One call of the question's function."""
        if time.monotonic() > self.deadline:
            return Outcome(End.NOT_REACHED)
        if question != self._question:
            self._open(question)
        if self._stuck:
            return self._stuck
        assert self._worker is not None
        limit = Limit(self.limits.call_cpu_seconds, self.deadline)
        outcome = self._worker.call(question.module, question.function, arguments, named, limit, wrt)
        if outcome.end is End.TIMEOUT and time.monotonic() > self.deadline:
            outcome = Outcome(End.NOT_REACHED)  # it was the run's time that was up, not the call's
        if outcome.end in FATAL:
            self._stuck = Outcome(End.NOT_REACHED)
        return outcome

    def close(self) -> None:
        """Ends the current question's worker."""
        if self._question and self._worker and self._process:
            self._worker.close()
            self.cpu_seconds[self._question.number] = self.zygote.end(self._process)
            if self._worker.output:
                self.output[self._question.number] = self._worker.output.decode(errors="replace")
        self._question = self._worker = self._process = self._stuck = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, question: Question) -> None:
        """A fresh worker, with the student's module imported: what fails there fails every call."""
        self.close()
        self._question = question
        if not (self.folder / f"{question.module}.py").is_file():
            self._stuck = Outcome(End.MISSING)
            return
        if self._files is None:
            self._files = {
                path.name: path.read_bytes().count(b"\n") + 1
                for path in self.folder.rglob("*.py")
                if path.is_file()
            }
        self._process = self.zygote.fork(self.folder)
        self._worker = Worker(self._process, self.limits.output_characters, self._files)
        # Without the run's deadline: that a worker has not greeted yet is no fault of the submission's.
        self.confined = self._worker.greet(Limit(self.limits.import_cpu_seconds))
        loaded = self._worker.load(question.module, Limit(self.limits.import_cpu_seconds, self.deadline))
        if loaded.end is End.ERROR:
            # Only here, before any hidden input has been sent, may a reason be told.
            self._stuck = Outcome(End.IMPORT_ERROR, error=loaded.error)
        elif loaded.end is End.TIMEOUT:
            reason = f"not done within {self.limits.import_cpu_seconds:g} s of CPU time"
            error = StudentError(("TimeoutError",), f"{question.module}.py", 0, "", reason)
            self._stuck = Outcome(End.IMPORT_ERROR, error=error)
        elif loaded.end is not End.VALUE:
            self._stuck = loaded
