"""Measure the sandbox's cost: first result, call, teardown, throughput and memory, beside no isolation.

    python benchmarks/sandbox.py [--rounds 31] [--seconds 3]

All is measured in turn within one run. *One process* makes the same calls on the same values, with the same
conversion from NumPy to torch and back. Its interpreter has torch loaded and is not confined. *A fresh
interpreter* starts Python and imports torch first. The two slots are two processes with a zygote each, as a
course is graded; a submission is staged, given a worker, called five times and cleaned up.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import torch
from call_paths import FILES, LIMIT, SOURCE, ask, call, fresh_interpreter, load, timed, working
from measure import memory_mib

from autograder.catalog import Project
from autograder.sandbox.worker import Worker
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

SMALL = np.ones(250, dtype=np.float32)
SIZES = {"1 kB": 250, "1 MB": 250_000, "16 MB": 4_000_000}
MEMORY = {
    "memory of an idle worker (PSS), MiB": "pss",
    "   of it: its own alone": "uss",
}
FRESH_ROUNDS = 5


def main() -> None:
    """Measure all baselines and the sandbox, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--seconds", type=float, default=3, help="of each round of submissions")
    options = parser.parse_args()
    gc.set_threshold(100_000)  # as the grader has it
    torch.set_num_threads(1)  # as workers have it
    provided = Project.find().assignment_folder / "provided"
    with tempfile.TemporaryDirectory() as temporary:
        handed_in = Path(temporary)
        (handed_in / "student.py").write_text(SOURCE, encoding="utf-8")
        load = f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
        print(f"medians, measured in turn; load when it began: {load}")
        print(f"{'':44}{'sandbox':>9}{'one process':>13}{'ratio':>7}{'fresh interpreter':>19}{'aim':>6}")
        throughput(handed_in, provided, options.seconds)
        with Zygote(provided.parent) as zygote, staged(Submission(handed_in), provided) as stage:
            starts(zygote, handed_in, provided, options.rounds)
            calls(zygote, stage, options.rounds)
            memory(zygote, stage)
            probe(zygote, stage, options.rounds)


def starts(zygote: Zygote, handed_in: Path, provided: Path, rounds: int) -> None:
    """From the request to fork to the first checked value, step by step, and the end of it all."""
    steps: dict[str, list[float]] = {
        name: [] for name in ("fork", "confine", "load", "call", "end", "clean up")
    }
    direct, cleaned = [], []
    for _ in range(rounds + 1):
        with staged(Submission(handed_in), provided) as stage:
            marks = [time.perf_counter()]
            process = zygote.fork(stage)
            marks.append(time.perf_counter())
            worker = Worker(process, 1000, FILES)
            worker.greet(LIMIT)
            marks.append(time.perf_counter())
            worker.load("student", LIMIT)
            marks.append(time.perf_counter())
            ask(worker, SMALL)
            marks.append(time.perf_counter())
            worker.close()
            zygote.end(process)
            marks.append(time.perf_counter())
        marks.append(time.perf_counter())
        for times, since, until in zip(steps.values(), marks[:-1], marks[1:], strict=True):
            times.append(1000 * (until - since))
        with staged(Submission(handed_in), provided) as stage:
            direct.append(timed(lambda: call(load(stage), SMALL)))
            done = time.perf_counter()
        cleaned.append(1000 * (time.perf_counter() - done))
    fresh = []
    for _ in range(FRESH_ROUNDS):
        began = time.perf_counter()
        with fresh_interpreter(handed_in):
            fresh.append(1000 * (time.perf_counter() - began))
    *first, end, clean_up = (times[1:] for times in steps.values())  # the first one was for warming up
    row("fork request to first checked value, ms", add(*first), direct[1:], fresh, "20")
    for name, times in zip(steps, first, strict=False):
        row(f"   of it: {name}", times)
    row("teardown: kill, reap, clean up, ms", add(end, clean_up), cleaned[1:])


def add(*times: list[float]) -> list[float]:
    """Sums, round by round."""
    return [sum(each) for each in zip(*times, strict=True)]


def calls(zygote: Zygote, stage: Path, rounds: int) -> None:
    """A tensor there and back."""
    function = load(stage)
    with working(zygote, stage) as (worker, _):
        for size, n_elements in SIZES.items():
            array = np.arange(n_elements, dtype=np.float32)
            pairs = [
                (timed(partial(ask, worker, array)), timed(partial(call, function, array)))
                for _ in range(rounds * (10 if n_elements < 1000 else 1))
            ]
            walled, direct = zip(*pairs[1:], strict=True)
            row(f"a call with {size} there and back, ms", walled, direct, aim="0.3" if size == "1 kB" else "")


def memory(zygote: Zygote, stage: Path) -> None:
    """An idle worker after one call, beside a fresh interpreter. PSS falls with each process that shares."""
    with working(zygote, stage) as (worker, process), fresh_interpreter(stage) as fresh:
        ask(worker, SMALL)
        processes = psutil.Process(process.pid), psutil.Process(fresh.pid)
        for what, kind in MEMORY.items():
            worker_mib, fresh_mib = (memory_mib(each, kind) for each in processes)
            row(what, [worker_mib], fresh=[fresh_mib])


def probe(zygote: Zygote, stage: Path, rounds: int) -> None:
    """The CPU of the worker that attacks before each submission, beside one that does nothing."""
    secret = next(Project.find().hidden_tests_folder.glob("*.py"))
    probing: list[float] = []
    idle: list[float] = []
    for _ in range(rounds):
        for attacks, times in ((True, probing), (False, idle)):
            process = zygote.fork(stage)
            worker = Worker(process, 1000, FILES)
            worker.greet(LIMIT)
            if attacks:
                worker.probe(secret, stage, LIMIT)
            worker.close()
            times.append(1000 * zygote.end(process).cpu_seconds)
    row("CPU of the probe with its worker, ms", probing, aim="150")
    row("   of it: the worker", idle)


def throughput(handed_in: Path, provided: Path, seconds: float) -> None:
    """Submissions of five calls on two slots."""
    rates: dict[bool, list[float]] = {True: [], False: []}
    with ProcessPoolExecutor(2, initializer=_begin, initargs=(provided,)) as pool:
        for _ in range(FRESH_ROUNDS):
            for walled, measured in rates.items():
                slots = [pool.submit(_slot, walled, handed_in, provided, seconds) for _ in range(2)]
                measured.append(sum(each.result() for each in slots))
    row("submissions of five calls a second, two slots", rates[True], rates[False], aim="60")


_zygote: Zygote


def _begin(provided: Path) -> None:
    global _zygote  # noqa: PLW0603 - what a process of the pool keeps between its tasks
    _zygote = Zygote(provided.parent)


def _slot(walled: bool, handed_in: Path, provided: Path, seconds: float) -> float:
    """Submissions a second, graded one after the other."""
    _grade(walled, handed_in, provided)
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        _grade(walled, handed_in, provided)
        done += 1
    return done / (time.perf_counter() - began)


def _grade(walled: bool, handed_in: Path, provided: Path) -> None:
    with staged(Submission(handed_in), provided) as stage:
        if walled:
            with working(_zygote, stage) as (worker, _):
                for _ in range(5):
                    ask(worker, SMALL)
        else:
            function = load(stage)
            for _ in range(5):
                call(function, SMALL)


def row(
    what: str,
    walled: Sequence[float],
    direct: Sequence[float] = (),
    fresh: Sequence[float] = (),
    aim: str = "",
) -> None:
    """Print medians."""
    one, two, three = (statistics.median(each) if each else None for each in (walled, direct, fresh))
    ratio = "" if one is None or not two else f"{one / two:.1f}"
    figures = ["" if each is None else f"{each:.3g}" for each in (one, two, three)]
    print(f"{what:44}{figures[0]:>9}{figures[1]:>13}{ratio:>7}{figures[2]:>19}{aim:>6}", flush=True)


if __name__ == "__main__":
    main()
