"""The grader's side of the zygote: start it, ask it for workers, end them."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.errors import GraderError

INSIDE = Path(__file__).parent / "inside"
PACKAGE_FOLDER = Path(__file__).parents[2]


class SandboxError(GraderError):
    """The sandbox itself failed. This is the grader's error, never the submission's."""


@dataclass(frozen=True)
class WorkerEnd:
    """How a worker's process ended, and the CPU seconds that it took."""

    status: int
    """Its exit status, or the negative number of the signal that ended it."""
    cpu_seconds: float


@dataclass(frozen=True)
class WorkerProcess:
    """A newly forked worker: its process id, and the grader's ends of its socket and its output."""

    pid: int
    connection: socket.socket
    output: int


class Zygote:
    """A process that has loaded torch, `provided` and the course's models, and forks workers.

    It starts in the background, so that the caller can go on while torch is imported. Its arguments,
    environment and files hold no secret.

    Args:
        provided_parent: the folder that holds the given `provided/`.
        without: layers of confinement to leave out, to measure what each one stops.
        models: the course's `worker_models/`. A course without that folder has no models.
    """

    def __init__(
        self, provided_parent: Path, without: Collection[str] = (), *, models: Path | None = None
    ) -> None:
        ours, theirs = socket.socketpair()
        self._control = ours
        self._answers = ours.makefile("rb")
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    *("-s", "-P", "-B"),  # not -I, which would ignore PYTHONHASHSEED
                    str(INSIDE / "zygote.py"),
                    str(PACKAGE_FOLDER),
                    str(provided_parent.resolve()),
                    str(models.resolve()) if models and models.is_dir() else "",
                    ",".join(without),
                ],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )

    def fork(self, folder: Path) -> WorkerProcess:
        """Return a fresh worker for the staged submission in `folder`."""
        ours, theirs = socket.socketpair()
        output_read, output_write = os.pipe()
        try:
            with theirs:
                request = json.dumps({"fork": str(folder.resolve())}).encode()
                try:
                    socket.send_fds(self._control, [request], [theirs.fileno(), output_write])
                except OSError as error:
                    raise SandboxError(f"the zygote is gone: {self._last_words()}") from error
                pid = self._answer()["pid"]
        except BaseException:
            ours.close()
            os.close(output_read)
            raise
        finally:
            os.close(output_write)
        os.set_blocking(output_read, False)
        return WorkerProcess(pid, ours, output_read)

    def end(self, worker: WorkerProcess) -> WorkerEnd:
        """Kill a worker with all processes that it started."""
        worker.connection.close()
        os.close(worker.output)
        try:
            self._control.sendall(json.dumps({"end": worker.pid}).encode())
        except OSError as error:
            raise SandboxError(f"the zygote is gone: {self._last_words()}") from error
        answer = self._answer()
        return WorkerEnd(int(answer["status"]), float(answer["cpu"]))

    def close(self) -> None:
        """End the zygote and its workers."""
        self._control.close()
        self._answers.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def __enter__(self) -> "Zygote":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self) -> dict[str, Any]:
        try:
            line = self._answers.readline()
        except OSError:
            line = b""
        if not line:
            raise SandboxError(f"the zygote ended: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        """Return the last line that the zygote wrote to stderr, to which student code cannot write."""
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "it does not answer"
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else how_ended(self._process.returncode)


def how_ended(status: int) -> str:
    """Return in words how a process ended, from its exit status or the negative number of a signal.

    >>> how_ended(1), how_ended(-9)
    ('exit status 1', 'ended by SIGKILL')
    """
    return f"exit status {status}" if status >= 0 else f"ended by {signal.Signals(-status).name}"


def _environment() -> dict[str, str]:
    """Return the few variables that a process needs. `getpass` would fail for a user without a name."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    # torch's compiler makes its cache folder with the first optimizer, unless the folder exists.
    kept |= {"TORCHINDUCTOR_CACHE_DIR": "/usr/lib", "TRITON_CACHE_DIR": "/usr/lib"}
    # With huge pages for malloc a fork copies less, and importing torch faults less.
    kept |= {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
    # One malloc arena, because each thread's own 64 MiB would count as memory.
    kept |= {"OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", "PYTHONHASHSEED": "0"}
    return {**kept, "HOME": "/nonexistent", "USER": "student"}
