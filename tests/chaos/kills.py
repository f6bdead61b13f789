"""Kill grader, zygote and workers at random moments while the zip grades; check what is left each time.

    nice -n 5 python tests/chaos/kills.py [--kills 500] [--seed 1] [--minutes 60] [--log FILE] [--only N]

Kill number N of a seed is always the same plan: a victim, a moment, a worker, how far into the moment. After
each there must be a valid results file, without a score or with the right one; of a killed worker, only its
own question may suffer; no process of the run may be alive `--grace` seconds later; and no temporary folder
may be left, but for the staged copy of a grader that was killed before it could clean up. The first
violation ends the script with status 1. With `--log`, a later start goes on where the last one ended.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from pathlib import Path

from killing.slot import MOMENTS, Kill, Slot

from autograder.catalog import Project
from autograder.platforms.gradescope.build import gradescope_zip

SLOTS = 2

_slot: Slot


def _begin(base: str, zipped: bytes) -> None:
    global _slot  # noqa: PLW0603 - what a process of the pool keeps between its tasks
    _slot = Slot(Path(base, str(os.getpid())), zipped)


def _kill(seed: int, number: int, grace: float) -> Kill:
    return _slot.kill(seed, number, grace)


def kills(options: argparse.Namespace, done: set[int]) -> Iterator[Kill]:
    """Make kills, two at a time, until the time is up; return them all, also those that came too late."""
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
    order = {moment: place for place, moment in enumerate(MOMENTS["grader"])}
    rows = Counter((each.victim, each.moment, each.outcome) for each in made)
    print(f"{'victim':8}{'moment':15}{'outcome':44}{'kills':>6}")
    for victim, moment, outcome in sorted(rows, key=lambda row: (row[0], order[row[1]], row[2])):
        print(f"{victim:8}{moment:15}{outcome:44}{rows[victim, moment, outcome]:6}")
    for victim in MOMENTS:
        of_it = [each for each in made if each.victim == victim]
        longest = max((each.lingered for each in of_it), default=0.0)
        left = sum(each.left for each in of_it)
        told = f"{len(of_it)} kills; the last process ended {longest:.2f} s after the grader at most"
        print(f"{victim}: {told}; {left} temporary folders left")


def read_log(path: Path, seed: int) -> list[Kill]:
    """The kills of that seed that were made before."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    entries = [json.loads(line) for line in lines]
    return [Kill(**entry["kill"]) for entry in entries if entry["seed"] == seed]


def main() -> int:
    """Make the kills, log them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--grace", type=float, default=2.0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--only", type=int, help="make this kill and no other")
    options = parser.parse_args()
    every = read_log(options.log, options.seed) if options.log else []
    made = [each for each in every if each.moment]
    for kill in kills(options, {each.number for each in every}):
        if kill.problems:
            print(f"VIOLATION: kill {kill.number} (--seed {options.seed} --only {kill.number}): {kill}")
            return 1
        if options.log:
            with options.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps({"seed": options.seed, "kill": asdict(kill)}) + "\n")
        made += [kill] if kill.moment else []
        if len(made) >= options.kills:
            break
    show(made)
    print(f"{len(made)} kills, 0 violations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
