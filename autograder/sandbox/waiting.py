"""How long processes waited for a processor: time in which they were ready to run, and had to wait.

The kernel counts it for each thread: the second number of `/proc/PID/task/TID/schedstat`, in nanoseconds.
While a quota of CPU time is used up, it counts for each control group, too (`cpu.stat`). Kernel
documentation: "Scheduler Statistics"; "Control Group v2", CPU; "CFS Bandwidth Control".
"""

import time
from functools import cache
from pathlib import Path

from autograder.sandbox.inside.layers.control_groups import groups, read

NANO, MICRO = 1e-9, 1e-6
RUNNABLE = "R"
"""The state of a thread that runs or could run. man 5 proc_pid_stat"""


class Waiting:
    """Adds up the time that some processes wait, over all threads, capped at the elapsed time.

    The kernel counts a wait when it ends. So `seconds` lacks the current wait: see `is_runnable`.

    Args:
        pids: processes that work in turn, such as a worker and its grader.
    """

    def __init__(self, *pids: int) -> None:
        self._pids = pids
        self._began = time.monotonic()
        self._delays = [run_delays(pid) for pid in pids]
        self._throttled = throttled_seconds()
        self._sum = 0.0
        self.is_known = None not in self._delays
        """Whether the kernel tells it; if not, `seconds` stays 0."""
        self.seconds = 0.0

    def sample(self) -> float:
        """Count the time since the last sample, and return all seconds that the processes have waited."""
        throttled = throttled_seconds()
        for number, (pid, before) in enumerate(zip(self._pids, self._delays, strict=True)):
            now = run_delays(pid)
            if now is not None and before is not None:
                self._sum += sum(delay - before.get(thread, 0.0) for thread, delay in now.items())
                self._delays[number] = now
        if throttled > self._throttled and any(map(is_runnable, self._pids)):
            self._sum += throttled - self._throttled
        self._throttled = throttled
        self.seconds = min(self._sum, time.monotonic() - self._began)
        return self.seconds


def run_delays(pid: int) -> dict[str, float] | None:
    """Return the seconds that each thread has waited for a processor; None if the kernel does not tell."""
    found = {}
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            fields = (thread / "schedstat").read_text(encoding="ascii").split()
            found[thread.name] = int(fields[1]) * NANO
    except (OSError, IndexError, ValueError):
        pass  # a thread has just ended, or the kernel has no such file
    return found or None


def is_runnable(pid: int) -> bool:
    """Return whether any thread of a process runs or could run."""
    try:
        states = [
            (thread / "stat").read_text(encoding="utf-8", errors="replace")
            for thread in Path(f"/proc/{pid}/task").iterdir()
        ]
    except OSError:
        return False
    return any(state.rpartition(")")[2].split()[0] == RUNNABLE for state in states)


def throttled_seconds() -> float:
    """Return for how long this process's control groups were throttled by their quota of CPU time."""
    total = 0.0
    for file in _stat_files():
        for line in read(file).splitlines():
            name, _, value = line.partition(" ")
            if name == "throttled_usec":
                total += int(value) * MICRO
            elif name == "throttled_time":  # version 1
                total += int(value) * NANO
    return total


@cache
def _stat_files() -> tuple[Path, ...]:
    found = []
    for mounted, own in groups("cpu"):
        for folder in (own, *own.parents):
            if "throttled_" in read(folder / "cpu.stat"):
                found.append(folder / "cpu.stat")
            if folder == mounted:
                break
    return tuple(found)
