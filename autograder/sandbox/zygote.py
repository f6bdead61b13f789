"""The grader's hold on the zygote: starts it, asks it for workers, ends them."""

import json
import os
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
    """The sandbox itself failed: the grader's error, never the submission's."""


@dataclass(frozen=True)
class WorkerProcess:
    """A worker that was just forked: its process id, and our ends of its socket and its output."""

    pid: int
    connection: socket.socket
    output: int


class Zygote:
    """A process that has torch and `provided` loaded, and forks workers.

    It starts at once and in the background: whatever the caller does next happens while torch is
    imported. Nothing secret is in its arguments, its environment or its files.

    Args:
        provided_parent: the folder that holds our own `provided/`.
        without: layers of confinement to leave out, to see what each is good for.
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
                    *("-s", "-P", "-B"),  # and not -I: PYTHONHASHSEED has to count
                    str(INSIDE / "zygote.py"),
                    str(PACKAGE_FOLDER),
                    str(provided_parent.resolve()),
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
        """A fresh worker for the staged submission in `folder`."""
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

    def end(self, worker: WorkerProcess) -> float:
        """Kills a worker with all that it started; the CPU seconds that it took."""
        worker.connection.close()
        os.close(worker.output)
        try:
            self._control.sendall(json.dumps({"end": worker.pid}).encode())
        except OSError as error:
            raise SandboxError(f"the zygote is gone: {self._last_words()}") from error
        return float(self._answer()["cpu"])

    def close(self) -> None:
        """Ends the zygote and its workers."""
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
        """The last line of the zygote's errors, which are our own."""
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "no reason given"
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit status {self._process.returncode}"


def _environment() -> dict[str, str]:
    """The little that a process needs; nothing of ours. A user without a name would break `getpass`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    # torch's compiler makes a folder for its cache when an optimizer is first made: nothing is to be made
    # where there is one.
    kept |= {"TORCHINDUCTOR_CACHE_DIR": "/usr/lib", "TRITON_CACHE_DIR": "/usr/lib"}
    # Huge pages for malloc, where the kernel has them: a fork copies less, and importing torch faults less.
    kept |= {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
    # An arena of 64 MiB for each thread would count as memory.
    kept |= {"OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", "PYTHONHASHSEED": "0"}
    return {**kept, "HOME": "/nonexistent", "USER": "student"}
