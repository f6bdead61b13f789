"""Opens the workers of one staged submission, one at a time, and keeps what each of them used."""

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from autograder.catalog import Limits
from autograder.sandbox.clock import Limit
from autograder.sandbox.level import Confined
from autograder.sandbox.outcome import Outcome
from autograder.sandbox.worker import Worker, open_worker
from autograder.sandbox.zygote import SandboxError, Zygote

MAX_FILES = 30
"""How many names of a submission's files an error may carry: which one it is, the submission chooses."""
log = logging.getLogger(__name__)


class Workers:
    """Forks a worker for each piece of work, with the student's module imported.

    Args:
        zygote: forks the workers.
        stage: the staged submission.
        limits: CPU and output limits of one worker.
        places: for files that were made from a notebook, the cell and the line in it of each line.
        confined: what the probe found with this zygote, if each worker must report the same layers.
    """

    def __init__(
        self,
        zygote: Zygote,
        stage: Path,
        limits: Limits,
        places: Mapping[str, Mapping[int, tuple[str, int]]] = MappingProxyType({}),
        confined: Confined | None = None,
    ) -> None:
        self._confined = confined
        self._zygote, self.stage, self.limits, self._places = zygote, stage, limits, places
        self.cpu_seconds: dict[str, float] = {}
        """CPU time by piece of work: a module's examples, a module, a question's number."""
        self.output: dict[str, str] = {}
        """What each of them printed, cut, for staff."""
        self._files: dict[str, int] | None = None
        self.waited: dict[str, float] = {}
        """Seconds that each of them waited for a processor, for staff."""
        self.is_waiting_known = True
        """Whether the kernel tells how long a worker waits."""
        self._open = ExitStack()
        self._work = ""
        self._worker: Worker | None = None

    def has(self, module: str) -> bool:
        """Return whether the submission holds a file for `module`."""
        return (self.stage / f"{module}.py").is_file()

    def open(self, work: str, module: str, loading: Limit) -> tuple[Worker, Outcome]:
        """Open a fresh worker and import the student's module in it.

        Args:
            work: the worker's purpose, as `cpu_seconds` names it.
            module: the module to import.
            loading: the limit of the import.

        Returns:
            The worker, and how the import ended.

        Raises:
            SandboxError: no worker could be started.
        """
        self.close()
        if self._files is None:  # counted before any of the submission's code has run
            self._files = files_with_lines(self.stage)
        near = sorted(self._files, key=lambda name: not name.startswith(f"{module}_"))  # its cells first
        told = {*near[:MAX_FILES], f"{module}.py"}
        opened = open_worker(
            self._zygote,
            self.stage,
            # Without the run's deadline: a worker that is slow to greet is not the submission's fault.
            Limit(self.limits.import_cpu_seconds),
            output_limit=self.limits.output_characters,
            files={name: lines for name, lines in self._files.items() if name in told},
        )
        self._worker, self._work = self._open.enter_context(opened), work
        if self._confined and self._worker.confined.layers_left_out != self._confined.layers_left_out:
            raise SandboxError(f"a worker is not confined as the probe was: {self._worker.confined.report()}")
        loaded = self._worker.load(module, loading)
        log.debug("worker for %s: %s imported, %s", work, module, loaded.end)
        return self._worker, self.placed(loaded)

    def placed(self, outcome: Outcome) -> Outcome:
        """Return an outcome whose error names the cell of a notebook, if its file was made from one."""
        error = outcome.error
        if error is None or error.file not in self._places:
            return outcome
        cell, line = self._places[error.file].get(error.line, ("", 0))
        return replace(outcome, error=replace(error, file=cell, line=line))

    def close(self) -> None:
        """End the current worker, if there is one."""
        worker, self._worker = self._worker, None
        self._open.close()
        if worker:
            used = self.cpu_seconds.get(self._work, 0.0)
            self.cpu_seconds[self._work] = used + worker.cpu_seconds
            if worker.waited_seconds:
                self.waited[self._work] = self.waited.get(self._work, 0.0) + worker.waited_seconds
            self.is_waiting_known &= worker.clock.is_waiting_known
            if worker.output:
                self.output[self._work] = worker.output.decode(errors="replace")


def files_with_lines(folder: Path) -> dict[str, int]:
    """Count the lines of each Python file of a submission, by its path below `folder`, the nearest first."""
    paths = (path.relative_to(folder) for path in folder.rglob("*.py") if path.is_file())
    near = sorted(paths, key=lambda path: (len(path.parts), path))
    return {str(path): (folder / path).read_bytes().count(b"\n") + 1 for path in near}
