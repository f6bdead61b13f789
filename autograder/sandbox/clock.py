"""Time limits of a request to a worker: CPU time as the kernel counts it, and a wall-clock backstop.

The backstop is for code that sleeps or waits. Time in which the worker was ready to run and waited for a
processor does not count, so that a busy machine changes no grade.
"""

import os
import time
from dataclasses import dataclass

from autograder.sandbox.waiting import Waiting, is_runnable

WALL_PER_CPU = 6
SAMPLE_SECONDS = 0.05
"""Between two looks at how long a worker has waited: most requests end before the first."""


@dataclass(frozen=True)
class Limit:
    """The limit of one request: CPU seconds, and the wall-clock time that goes with them."""

    cpu_seconds: float
    deadline: float = float("inf")
    """The end of the whole run, on `time.monotonic`."""
    most_wall_seconds: float = float("inf")
    """If less is left than the wall-clock limit that goes with the CPU limit."""

    @property
    def wall_seconds(self) -> float:
        """The wall-clock limit, without the time that a worker waits for a processor."""
        return min(wall_seconds(self.cpu_seconds), self.most_wall_seconds)

    def start(self, pid: int) -> "Clock":
        """Start counting for a process."""
        return Clock(self, pid)


class Clock:
    """One request's time, counted from its start.

    Args:
        limit: the request's limit of CPU and wall-clock time.
        pid: the worker's process.
    """

    def __init__(self, limit: Limit, pid: int) -> None:
        self._limit, self._pid = limit, pid
        self._began = self._next_sample = time.monotonic()
        self._next_sample += SAMPLE_SECONDS
        self._cpu_end = cpu_time(pid) + limit.cpu_seconds
        self._waiting: Waiting | None = None
        self.waited = 0.0
        """Seconds that the worker, or the grader that listens to it, waited for a processor."""
        self.is_waiting_known = True
        """Whether the kernel tells how long a worker waits; if not, that time counts as the worker's."""

    @property
    def own_seconds(self) -> float:
        """The wall-clock time since the start that was the worker's own."""
        return max(0.0, time.monotonic() - self._began - self.waited)

    def is_over(self) -> bool:
        """Return whether the limit has passed."""
        now = time.monotonic()
        if now >= self._next_sample:
            self._next_sample = now + SAMPLE_SECONDS
            self._sample()
        if now > self._limit.deadline or cpu_time(self._pid) > self._cpu_end:
            return True
        if now - self._began - self.waited <= self._limit.wall_seconds:
            return False
        # Code that could run is held to its CPU time; a wait for a processor that goes on is not counted yet.
        return not (self.is_waiting_known and is_runnable(self._pid))

    def _sample(self) -> None:
        if self._waiting is None:
            self._waiting = Waiting(self._pid, os.getpid())
            self.is_waiting_known = self._waiting.is_known
        else:
            self.waited = self._waiting.sample()


def wall_seconds(cpu_seconds: float) -> float:
    """Return the wall-clock limit that goes with a CPU limit."""
    return WALL_PER_CPU * cpu_seconds


def cpu_time(pid: int) -> float:
    """Return the CPU seconds that a process has used, or infinity if it is gone."""
    try:
        # Linux: the CPU clock of any process, without a race on /proc. man 3 clock_getcpuclockid
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return float("inf")
