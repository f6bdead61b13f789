"""The same grade on a busy machine: honest submissions, graded on a quiet one and beside busy loops.

    python tests/chaos/load.py [--submissions 50] [--loops 16] [--quota 0.5] [--seed 1] [--at-once 1]

As root on Linux. Among the submissions are some whose imports or calls take 60 % of their limits. Each is
graded once while nothing else runs, and then beside the loops, or with a quota of processor time. With
`--at-once`, the busy machine grades several together, so it is busier still. Prints each grade that differs;
one that does not fit the run's time must be unfinished.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from autograder.answer_key.variants import read_variants, variant_source
from autograder.catalog import Project

SHARE = 0.6
"""Of a limit that a slow submission uses."""
BURN = """
import time as _time


def _burn(seconds):
    end = _time.process_time() + seconds
    while _time.process_time() < end:
        pass
"""
CGROUP_1, CGROUP_2 = Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup")
PERIOD = 100_000
"""Microseconds of the kernel's accounting of a quota."""


def main() -> int:
    """Grade all of them on the quiet and on the busy machine; 1 if any grade differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--submissions", type=int, default=50)
    parser.add_argument("--loops", type=int, default=16)
    parser.add_argument("--quota", type=float, default=0.0, help="of one processor, in place of the loops")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=1, help="graded together on the busy machine")
    options = parser.parse_args()
    project = Project.find()
    with tempfile.TemporaryDirectory() as temporary:
        folders = list(make(project, Path(temporary), options.submissions, options.seed))
        quiet = {folder: grade(folder, project) for folder in folders}
        lighter = quota(options.quota) if options.quota else loops(options.loops)
        with lighter as command, ThreadPoolExecutor(options.at_once) as graders:
            results = graders.map(lambda folder: grade(folder, project, command), folders)
            busy = dict(zip(folders, results, strict=True))
    wrong, unfinished = 0, 0
    for folder in folders:
        (before, _), (after, seconds) = quiet[folder], busy[folder]
        unfinished += after is None
        if after != before and after is not None:
            wrong += 1
            print(f"{folder.name}: {before} on the quiet machine, {after} on the busy one ({seconds:.0f} s)")
    times = sorted(seconds for _, seconds in busy.values())
    print(
        f"{len(folders)} submissions, {wrong} with another grade, {unfinished} unfinished; "
        f"{times[len(times) // 2]:.0f} s each on the busy machine (median), at most {times[-1]:.0f}"
    )
    return 1 if wrong else 0


def make(project: Project, home: Path, n: int, seed: int) -> Iterator[Path]:
    """Write submissions: wheats, the reference, and slow ones in every fifth place."""
    rng, wheats = random.Random(seed), read_variants(project.wheats_folder)
    limits, modules = project.assignment.limits, project.assignment.modules
    for number in range(n):
        module = rng.choice(modules)
        kind = ("wheat", "import", "wheat", "call", "wheat")[number % 5]
        folder = home / f"{number:02}-{kind}-{module.name}"
        folder.mkdir()
        for each in modules:
            text = (project.solutions_folder / each.path).read_text(encoding="utf-8")
            if each is module and kind == "wheat":
                own = [wheat for wheat in wheats if wheat.module == module.name]
                text = variant_source(text, rng.choice(own).text)
            elif each is module and kind == "import":
                text = f"{text}\n{BURN}\n_burn({SHARE * limits.import_cpu_seconds})\n"
            elif each is module:
                name = rng.choice(module.questions).function
                slow = f"_burn({SHARE * limits.call_cpu_seconds})"
                text += f"\n{BURN}\n_quick = {name}\n\n\ndef {name}(*args, **kwargs):\n    {slow}\n"
                text += "    return _quick(*args, **kwargs)\n"
            (folder / each.path).write_text(text, encoding="utf-8")
        yield folder


def grade(folder: Path, project: Project, command: tuple[str, ...] = ()) -> tuple[float | None, float]:
    """Grade a folder in a process of its own: the score, or None if unfinished, and the seconds."""
    file = folder.with_suffix(".json")
    code = "from autograder.cli import main; main()"
    words = ["grade", str(folder), "--root", str(project.root), "--seed", "1", "--results", str(file)]
    began = time.monotonic()
    subprocess.run([*command, sys.executable, "-c", code, *words], capture_output=True, check=False)
    results = json.loads(file.read_text(encoding="utf-8"))
    return results.get("score"), time.monotonic() - began


@contextmanager
def loops(n: int) -> Iterator[tuple[str, ...]]:
    """Run busy loops beside the context."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(n)]
    try:
        yield ()
    finally:
        for process in started:
            process.kill()
            process.wait()


@contextmanager
def quota(processors: float) -> Iterator[tuple[str, ...]]:
    """Make a control group that may use so much of a processor; yields the command that runs others in it."""
    allowed = int(processors * PERIOD)
    if (CGROUP_1 / "cpu.cfs_quota_us").exists():
        group, settings = CGROUP_1 / "autograder-load", {"cpu.cfs_quota_us": f"{allowed}"}
    else:
        group, settings = CGROUP_2 / "autograder-load", {"cpu.max": f"{allowed} {PERIOD}"}
    group.mkdir(exist_ok=True)
    for file, value in settings.items():
        (group / file).write_text(value, encoding="ascii")
    enter = f'echo $$ > {group}/cgroup.procs && exec "$@"'
    try:
        yield ("sh", "-c", enter, "sh")
    finally:
        time.sleep(0.5)
        os.rmdir(group)  # noqa: PTH106 - a control group is not an ordinary folder


if __name__ == "__main__":
    sys.exit(main())
