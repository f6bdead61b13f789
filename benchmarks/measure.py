"""Measure whole commands: CPU seconds of all their processes, wall-clock seconds, peak memory of the tree."""

import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

POLL_SECONDS = 0.02
MEMORY_RUNS = 3


@dataclass(frozen=True)
class Figures:
    """One run of one command."""

    cpu_seconds: float
    wall_seconds: float


def run(command: Sequence[str]) -> Figures:
    """Run a command to its end; its exit status must be 0."""
    before, began = children_cpu_seconds(), time.perf_counter()
    _wait(_start(command))
    wall = time.perf_counter() - began
    return Figures(children_cpu_seconds() - before, wall)


def children_cpu_seconds() -> float:
    """Return the CPU seconds of all processes that this one has waited for, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mib(command: Sequence[str]) -> float:
    """Return the peak of the summed proportional set sizes of a command and its descendants.

    Takes a run of its own, because a process waits while its memory is counted.
    """
    process = _start(command)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(memory_mib(each) for each in process_tree(process.pid)))
        time.sleep(POLL_SECONDS)
    _wait(process)
    return peak


def compare(commands: dict[str, Sequence[str]], rounds: int) -> None:
    """Run the commands in turn; print medians, and ratios to the first one, round by round."""
    # First: these runs fill the file cache for those that are timed.
    memory = {
        name: statistics.median(peak_mib(command) for _ in range(MEMORY_RUNS))
        for name, command in commands.items()
    }
    figures = [{name: run(command) for name, command in commands.items()} for _ in range(rounds)]
    base = next(iter(commands))
    print(f"medians of {rounds} rounds, in turn; ratios are to {base!r}, medians of the rounds' own")
    print(f"{'':34}{'CPU s':>8}{'ratio':>8}{'wall s':>8}{'peak MiB':>10}")
    for name in commands:
        cpu = statistics.median(each[name].cpu_seconds for each in figures)
        ratio = statistics.median(each[name].cpu_seconds / each[base].cpu_seconds for each in figures)
        wall = statistics.median(each[name].wall_seconds for each in figures)
        print(f"{name:34}{cpu:8.2f}{ratio:8.2f}{wall:8.2f}{memory[name]:10.0f}")


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait(process: subprocess.Popen[bytes]) -> None:
    if status := process.wait():
        raise SystemExit(f"{process.args!r} ended with {status}")


def process_tree(root: int) -> list[psutil.Process]:
    """Return a process and its descendants; an empty list if it has ended."""
    try:
        process = psutil.Process(root)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory_mib(process: psutil.Process, kind: str = "pss") -> float:
    """Return the memory of a process; 0 if it has ended.

    Args:
        process: the process.
        kind: ``"pss"`` counts a shared page by its share, ``"uss"`` counts private pages only.
    """
    try:
        return float(getattr(process.memory_full_info(), kind)) / 2**20
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0
