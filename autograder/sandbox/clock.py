"""What a request to a worker may take: CPU time by the kernel's count, with some wall time as a backstop."""

import time
from collections.abc import Callable
from dataclasses import dataclass

WALL_PER_CPU = 6


@dataclass
class Limit:
    """What one request may take: CPU seconds, and so many more on the wall."""

    cpu_seconds: float
    deadline: float = float("inf")
    """On `time.monotonic`: the whole run's end."""

    def start(self, pid: int) -> Callable[[], bool]:
        """A function that tells whether the limit is passed, counted from now."""
        cpu_end = cpu_time(pid) + self.cpu_seconds
        wall_end = min(time.monotonic() + wall_seconds(self.cpu_seconds), self.deadline)
        return lambda: time.monotonic() > wall_end or cpu_time(pid) > cpu_end


def wall_seconds(cpu_seconds: float) -> float:
    """How long what may take so many CPU seconds may take by the clock on the wall."""
    return WALL_PER_CPU * cpu_seconds


def time_allowed(cpu_seconds: float) -> str:
    """A limit in words.

    >>> time_allowed(5)
    '5 s of CPU time, or 30 s in all'
    """
    return f"{cpu_seconds:g} s of CPU time, or {wall_seconds(cpu_seconds):g} s in all"


def cpu_time(pid: int) -> float:
    """CPU seconds that a process has taken; infinite once it is gone."""
    try:
        # Linux: the CPU clock of any process, without a race on /proc. man 3 clock_getcpuclockid
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return float("inf")
