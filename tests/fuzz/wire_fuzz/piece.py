"""Run one piece of a fuzz run in this process, which the kernel limits."""

import resource
import signal
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

from wire_fuzz.check import Violation, look
from wire_fuzz.frames import Stream, streams
from wire_fuzz.replies import outcomes_of

MEMORY = 384 << 20
"""Bytes of address space beyond what the process has when it begins: some frame, and all checks on it."""
CPU_PER_STREAM = 0.005
"""Seconds, on average, with all checks: about ten times of what is seen."""
CPU_OF_ONE = 20.0
"""Seconds of the slowest, with all checks: about ten times of what is seen."""
EVERY = 10
"""One in this many streams is played to a worker's connection, too."""


@dataclass
class Report:
    """The outcome of a piece."""

    streams: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """Frames by what came of them."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """Calls by how they ended."""
    slowest: float = 0.0
    """CPU seconds of one stream, with all checks."""
    slowest_made: str = ""
    peak_mib: float = 0.0
    """The most resident memory beyond what the process had when it began."""
    cpu_seconds: float = 0.0

    def add(self, other: "Report") -> None:
        """Add another piece's outcome."""
        self.streams += other.streams
        self.found.update(other.found)
        self.outcomes.update(other.outcomes)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_made = other.slowest, other.slowest_made
        self.peak_mib = max(self.peak_mib, other.peak_mib)
        self.cpu_seconds += other.cpu_seconds


def run_piece(seed: int, first: int, count: int, failed: Path) -> Report:
    """Check `count` streams.

    Args:
        failed: the file for a stream that breaks an invariant.

    Raises:
        Violation: something does not hold for one.
    """
    report, before = Report(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for stream in streams(seed, first, count):
        signal.setitimer(signal.ITIMER_PROF, CPU_OF_ONE)
        began = time.process_time()
        try:
            report.found.update(look(stream.data))
            if stream.number % EVERY == 0:
                report.outcomes.update(str(outcome.end) for outcome in outcomes_of(stream))
        except BaseException as error:
            failed.write_bytes(stream.data)
            raise Violation(f"stream {stream.number} ({stream.made}): {error}") from error
        seconds = time.process_time() - began
        if seconds > report.slowest:
            report.slowest, report.slowest_made = seconds, f"{stream.made}, stream {stream.number}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    report.streams = count
    used = resource.getrusage(resource.RUSAGE_SELF)
    report.peak_mib = (used.ru_maxrss - before) / 1024
    report.cpu_seconds = used.ru_utime + used.ru_stime
    return report


def limit_this_process(count: int) -> None:
    """Set the kernel's limits: beyond them an allocation fails, or a signal comes."""
    size = psutil.Process().memory_info().vms
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    cpu = int(10 + count * CPU_PER_STREAM)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2 * int(CPU_OF_ONE)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error")
    for number in (signal.SIGXCPU, signal.SIGPROF):
        signal.signal(number, _too_slow)


def _too_slow(number: int, _frame: FrameType | None) -> None:
    raise Violation(
        "too slow: " + ("this one stream" if number == signal.SIGPROF else "all of them together")
    )


def replay(path: Path) -> list[str]:
    """Check a stream that was kept.

    Raises:
        Violation: something still does not hold.
    """
    data = path.read_bytes()
    return [*look(data), *(str(outcome.end) for outcome in outcomes_of(Stream(0, data, "replayed")))]
