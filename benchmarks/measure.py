"""Measures whole commands: CPU seconds of all their processes, wall seconds, peak memory of the tree."""

import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.02
MEMORY_RUNS = 3


@dataclass(frozen=True)
class Figures:
    """One run of one command."""

    cpu_seconds: float
    wall_seconds: float


def run(command: Sequence[str], env: dict[str, str] | None = None) -> Figures:
    """Runs a command to its end; its exit status must be 0."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    _wait(_start(command, env))
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figures(cpu, wall)


def peak_mib(command: Sequence[str], env: dict[str, str] | None = None) -> float:
    """The highest sum of proportional set sizes over a command and all that it starts.

    In a run of its own: a process waits while its memory is counted.
    """
    process = _start(command, env)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(memory_mib(pid, "Pss") for pid in process_tree(process.pid)))
        time.sleep(POLL_SECONDS)
    _wait(process)
    return peak


def compare(commands: dict[str, Sequence[str]], rounds: int, env: dict[str, str] | None = None) -> None:
    """Runs the commands in turn, and prints medians and ratios to the first one, round by round."""
    # First: these runs fill the file cache for those that are timed.
    memory = {
        name: statistics.median(peak_mib(command, env) for _ in range(MEMORY_RUNS))
        for name, command in commands.items()
    }
    figures = [{name: run(command, env) for name, command in commands.items()} for _ in range(rounds)]
    base = next(iter(commands))
    print(f"medians of {rounds} rounds, in turn; ratios are to {base!r}, medians of the rounds' own")
    print(f"{'':34}{'CPU s':>8}{'ratio':>8}{'wall s':>8}{'peak MiB':>10}")
    for name in commands:
        cpu = statistics.median(each[name].cpu_seconds for each in figures)
        ratio = statistics.median(each[name].cpu_seconds / each[base].cpu_seconds for each in figures)
        wall = statistics.median(each[name].wall_seconds for each in figures)
        print(f"{name:34}{cpu:8.2f}{ratio:8.2f}{wall:8.2f}{memory[name]:10.0f}")


def _start(command: Sequence[str], env: dict[str, str] | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)


def _wait(process: subprocess.Popen[bytes]) -> None:
    if status := process.wait():
        raise SystemExit(f"{process.args!r} ended with {status}")


def process_tree(root: int) -> list[int]:
    """A process and its descendants, those that became orphans of it included while they live."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    tree = [root]
    for pid in tree:
        tree += [child for child, parent in parents.items() if parent == pid]
    return tree


def memory_mib(pid: int, *kinds: str) -> float:
    """The memory of a process, as `smaps_rollup` has it; 0 once it is gone.

    Args:
        pid: the process.
        kinds: what to add up; ``Pss`` counts a shared page by its share.
    """
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in text.splitlines()[1:])
    return sum(int(words[1]) / 1024 for words in lines if words[0].removesuffix(":") in kinds)
