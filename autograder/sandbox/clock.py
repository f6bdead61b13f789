"""Time limits of a request to a worker: CPU time as the kernel counts it, and a wall-clock backstop."""

import time
from collections.abc import Callable
from dataclasses import dataclass

WALL_PER_CPU = 6


@dataclass
class Limit:
    """The limit of one request: CPU seconds, and the wall-clock time that goes with them."""

    cpu_seconds: float
    deadline: float = float("inf")
    """The end of the whole run, on `time.monotonic`."""

    def start(self, pid: int) -> Callable[[], bool]:
        """Return a function that tells whether the limit has passed, counted from now."""
        cpu_end = cpu_time(pid) + self.cpu_seconds
        wall_end = min(time.monotonic() + wall_seconds(self.cpu_seconds), self.deadline)
        return lambda: time.monotonic() > wall_end or cpu_time(pid) > cpu_end


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
