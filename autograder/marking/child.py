"""Run one task on hostile input in a child process with limits, so that no input can stop a command.

Documents, formulas and pages come from students. Their readers are large programs that may loop or need all
memory, so each runs in a process of its own. Its output is data, checked by the caller.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path

PACKAGE_PARENT = Path(__file__).parents[2]
BAD_INPUT = 4
"""The child's exit status if a reader refuses its input."""
OVER_LIMIT = 5
"""The child's exit status if it needs too much; one that is killed has another."""


class Task(StrEnum):
    """Tasks for a child. A value is `module:function`; the function maps bytes to bytes."""

    DOCX = "autograder.marking.answers.word:read"
    PDF = "autograder.marking.answers.portable:read"
    TYPESET = "autograder.marking.pages.typeset:typeset"


class Reason(StrEnum):
    """Why a child gave no result. `messages.tas.answers.CHILD_REASONS` holds the words for each value."""

    LIMIT = "limit"
    """It needed more time, memory or output than any honest input."""
    REFUSED = "refused"
    """The reader refused the input as malformed."""
    NOT_INSTALLED = "not_installed"


class ChildError(Exception):
    """A child without a result.

    Args:
        reason: why.
        detail: the end of its error output, for staff.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Limits:
    """The resources that a child may use."""

    cpu_seconds: int
    memory_bytes: int
    output_bytes: int

    @property
    def wall_seconds(self) -> int:
        """A backstop for a child that waits."""
        return 6 * self.cpu_seconds + 30


def run_child(task: Task, payload: bytes, limits: Limits) -> bytes:
    """Run a task in a child process and return its output.

    Raises:
        ChildError: it refused the input, broke a limit, or lacks its library.
    """
    # -P: the current folder may be a student's, and a file there must not pass for a module of ours.
    command = [sys.executable, "-P", "-m", "autograder.marking.child", task.value]
    numbers = (limits.cpu_seconds, limits.memory_bytes, limits.output_bytes)
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")])),
        "RAYON_NUM_THREADS": "1",  # each thread's stack counts as memory
        "MALLOC_ARENA_MAX": "2",
    }
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            done = subprocess.run(
                [*command, *map(str, numbers)],
                input=payload, stdout=out, stderr=err, env=env, timeout=limits.wall_seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise ChildError(Reason.LIMIT) from error
        err.seek(max(0, err.seek(0, os.SEEK_END) - 2000))
        detail = err.read().decode(errors="replace")
        if done.returncode == BAD_INPUT:
            missing = "ModuleNotFoundError" in detail
            raise ChildError(Reason.NOT_INSTALLED if missing else Reason.REFUSED, detail)
        if done.returncode:
            raise ChildError(Reason.LIMIT, detail)
        out.seek(0)
        return out.read(limits.output_bytes)


def _limit(cpu_seconds: int, memory_bytes: int, output_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has the wall-clock limit only
        return
    wanted = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_FSIZE: output_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in wanted.items():
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(name, (value, value))


def main(task: str, *numbers: str) -> int:
    """Run a task on stdin under limits; the result goes to stdout."""
    _limit(*map(int, numbers))
    module, _, function = Task(task).value.partition(":")
    try:
        result = getattr(import_module(module), function)(sys.stdin.buffer.read())
    except MemoryError:
        os._exit(OVER_LIMIT)
    except Exception as error:  # noqa: BLE001 — a reader may raise anything on hostile input
        sys.stderr.write(f"{type(error).__name__}: {error}"[:1000])
        return BAD_INPUT
    if len(result) > int(numbers[-1]):  # not every system limits the size of files
        return OVER_LIMIT
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
