"""Kills grader, zygote and workers at random moments while the zip grades; checks what is left each time.

    nice -n 5 python benchmarks/kills.py [--kills 500] [--seed 1] [--minutes 60] [--log kills.jsonl] [--only N]

Kill number N of a seed is always the same plan: a victim, a moment, a worker, how far into the moment. After
each there must be a valid results file, without a score or with the right one; of a killed worker, only its
own question may suffer; no process of the run may be alive `--grace` seconds later; and no temporary folder
may be left, but for the staged copy of a grader that was killed before it could clean up. The first
violation ends the script with status 1. With `--log`, a later start goes on where the last one ended.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from judge_kill import Undisturbed, judge
from watched_run import WatchedRun, become_subreaper, make_busy

from autograder.catalog import Project
from autograder.gradescope.build import gradescope_zip
from autograder.gradescope.tree import Tree

SLOTS = 2
RUN_SECONDS = 120
POLL_SECONDS = 0.002
IN_A_WORKER = ("confining", "confined", "load", "call", "call back", "idle")
MOMENTS = {
    "grader": ("shell", "grader starts", "imports", "probe", *IN_A_WORKER, "between", "end", "writes", "written"),
    "zygote": ("imports", "probe", *IN_A_WORKER, "between", "end"),
    "worker": ("probe", *IN_A_WORKER),
}


@dataclass(frozen=True)
class Kill:
    """One kill: what was planned, what was met, and what came of it."""

    number: int
    victim: str
    planned: str
    moment: str = ""
    """Where the grading stood when the signal was sent; nothing when it came too late."""
    outcome: str = ""
    lingered: float = 0.0
    """Seconds from the grader's end to that of its last process."""
    left: int = 0
    """Temporary folders that were left."""
    problems: tuple[str, ...] = field(default=())


class Slot:
    """What one of the parallel processes needs again and again: a tree, and what an undisturbed run gives."""

    def __init__(self, base: Path, zipped: bytes) -> None:
        become_subreaper()
        base.mkdir()
        base.chmod(0o711)
        self.tree = Tree(base / "tree", zipped)
        self.temporary = base / "tmp"
        (self.tree.base / "submission").mkdir()
        make_busy(self.tree.base / "submission", Project.find())
        self.seconds: Counter[str] = Counter()
        """How long the grading stands at each moment, on average."""
        run, met, now = WatchedRun(self.tree, self.temporary), Counter[str](), ""
        began = time.monotonic()
        while now != "over":
            before, now = now, run.look()
            met[now] += now != before
            time.sleep(POLL_SECONDS)
            self.seconds[now] += time.monotonic() - began
            began = time.monotonic()
        run.survivors(10)
        self.seconds = Counter({name: total / met[name] for name, total in self.seconds.items()})
        self.n_workers = run.workers
        self.undisturbed = Undisturbed(run.results_folder, Project.find().assignment.code_points)

    def kill(self, seed: int, number: int, grace: float) -> Kill:
        """Makes the kill of that number."""
        chance = random.Random(f"{seed} {number}")
        victim = ("grader", "zygote", "worker")[number % 3]
        planned = chance.choice(MOMENTS[victim])
        first_worker = chance.randint(2, self.n_workers)
        share = chance.random()
        run = WatchedRun(self.tree, self.temporary, self.n_workers)
        moment = self._wait_and_kill(run, victim, planned, first_worker, share)
        problems = []
        try:
            run.grader.wait(RUN_SECONDS)
        except subprocess.TimeoutExpired:
            problems.append(f"the grader was not done after {RUN_SECONDS} s")
            run.grader.kill()
            run.grader.wait()
        alive, lingered = run.survivors(grace)
        problems += [f"still alive after {grace} s: {each}" for each in alive]
        outcome, wrong, left = judge(run, self.tree.base / "submission", victim, moment, self.undisturbed)
        return Kill(number, victim, planned, moment, outcome, lingered, left, (*problems, *wrong))

    def _wait_and_kill(
        self, run: WatchedRun, victim: str, planned: str, first_worker: int, share: float
    ) -> str:
        """Waits for the moment and so far into it; the moment that was met, "" if the victim was gone."""
        while (now := run.look()) != "over":
            if now == planned and (planned not in IN_A_WORKER or run.workers >= first_worker):
                break
            # A file is written in less time than a poll takes.
            if not (planned == "writes" and now in ("end", "grader starts", "imports")):
                time.sleep(POLL_SECONDS)
        time.sleep(share * self.seconds.get(planned, 0.0002))
        moment = run.look()
        return moment if run.kill(victim) else ""


_slot: Slot


def _begin(base: str, zipped: bytes) -> None:
    global _slot  # noqa: PLW0603 - what a process of the pool keeps between its tasks
    _slot = Slot(Path(base, str(os.getpid())), zipped)


def _kill(seed: int, number: int, grace: float) -> Kill:
    return _slot.kill(seed, number, grace)


def kills(options: argparse.Namespace, done: set[int]) -> Iterator[Kill]:
    """Makes kills, two at a time, until the time is up; those that came too late among them."""
    end = time.monotonic() + 60 * options.minutes
    numbers = iter([options.only] if options.only is not None else range(1 << 30))
    with tempfile.TemporaryDirectory(prefix="kills-") as base:
        Path(base).chmod(0o711)
        zipped = gradescope_zip(Project.find(), 1)
        with ProcessPoolExecutor(SLOTS, initializer=_begin, initargs=(base, zipped)) as pool:
            running: set[Future[Kill]] = set()
            while True:
                while len(running) < SLOTS and time.monotonic() < end:
                    number = next((each for each in numbers if each not in done), None)
                    if number is None:
                        break
                    running.add(pool.submit(_kill, options.seed, number, options.grace))
                if not running:
                    return
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in finished)


def show(made: list[Kill]) -> None:
    """The table: victim, moment, outcome."""
    rows = Counter((each.victim, each.moment, each.outcome) for each in made)
    order = {moment: place for place, moment in enumerate(MOMENTS["grader"])}
    print(f"{'victim':8}{'moment':15}{'outcome':48}{'kills':>6}")
    for (victim, moment, outcome), count in sorted(rows.items(), key=lambda row: (row[0][0], order[row[0][1]])):
        print(f"{victim:8}{moment:15}{outcome:48}{count:6}")
    for victim in MOMENTS:
        of_it = [each for each in made if each.victim == victim]
        longest = max((each.lingered for each in of_it), default=0.0)
        folders = sum(each.left for each in of_it)
        print(f"{victim}: {len(of_it)} kills, the last process ended {longest:.2f} s after the grader at most, "
              f"{folders} temporary folders left")  # fmt: skip


def main() -> int:
    """Makes the kills, logs them, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--grace", type=float, default=2.0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--only", type=int, help="make this kill and no other")
    options = parser.parse_args()
    lines = options.log.read_text("utf-8").splitlines() if options.log and options.log.is_file() else []
    before: list[Any] = [json.loads(line) for line in lines]
    every = [Kill(**each["kill"]) for each in before if each["seed"] == options.seed]
    made = [each for each in every if each.moment]
    for kill in kills(options, {each.number for each in every}):
        if options.log:
            with options.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps({"seed": options.seed, "kill": asdict(kill)}) + "\n")
        if kill.problems:
            print(f"VIOLATION: kill {kill.number} of seed {options.seed} (--only {kill.number}): {kill}")
            return 1
        made += [kill] if kill.moment else []
        if len(made) >= options.kills:
            break
    show(made)
    print(f"{len(made)} kills, 0 violations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
