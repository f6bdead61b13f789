"""One of the processes that make kills side by side: plans a kill, waits for its moment, has it judged."""

import random
import subprocess
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from autograder.catalog import Project
from autograder.platforms.gradescope.local import LocalGradescope
from killing.busy import make_busy
from killing.judge import Undisturbed, judge
from killing.watched_run import IN_A_WORKER, WatchedRun, become_subreaper

RUN_SECONDS = 120
POLL_SECONDS = 0.002
MOMENTS = {
    "grader": (
        "shell", "grader starts", "imports", "first write", "probe", *IN_A_WORKER, "between", "end",
        "last write", "written",
    ),
    "zygote": ("imports", "probe", *IN_A_WORKER, "between", "end"),
    "worker": ("probe", *IN_A_WORKER),
}  # fmt: skip
"""Where a grading may stand when a victim is killed, in their order."""
BEFORE = {"first write": ("grader starts", "imports"), "last write": ("end",)}
"""From where on to look out for a write."""


@dataclass(frozen=True)
class Kill:
    """One kill: the plan, the moment that it hit, and the outcome."""

    number: int
    victim: str
    planned: str
    moment: str
    """Where the grading stood when the signal was sent; nothing when it came too late."""
    outcome: str
    lingered: float
    """Seconds from the grader's end to that of the last process that it had started."""
    left: int
    """Temporary folders that were left."""
    problems: tuple[str, ...]


class Slot:
    """A tree with the busy submission, and the result of an undisturbed grading.

    Args:
        base: a folder of its own.
        zipped: the zip.
    """

    def __init__(self, base: Path, zipped: bytes) -> None:
        become_subreaper()
        base.mkdir()
        base.chmod(0o711)
        project = Project.find()
        self._tree = LocalGradescope(base / "tree", zipped)
        self._temporary = base / "tmp"
        self._submission = self._tree.base / "submission"
        self._submission.mkdir()
        make_busy(self._submission, project)
        run = WatchedRun(self._tree, self._temporary)
        self._seconds = _watch(run)
        self._n_workers = run.workers
        self._expected = Undisturbed(run.results_file, project.assignment.code_points)

    def kill(self, seed: int, number: int, grace: float) -> Kill:
        """Make the kill of a number: the same plan each time."""
        chance = random.Random(f"{seed} {number}")
        victim = tuple(MOMENTS)[number % len(MOMENTS)]
        planned = chance.choice(MOMENTS[victim])
        first_worker = chance.randint(2, self._n_workers)
        run = WatchedRun(self._tree, self._temporary, self._n_workers)
        moment = self._wait(run, planned, first_worker, share=chance.random())
        if not run.kill(victim):
            moment = ""
        problems = []
        try:
            run.grader.wait(RUN_SECONDS)
        except subprocess.TimeoutExpired:
            problems.append(f"the grader was not done after {RUN_SECONDS} s")
            run.grader.kill()
            run.grader.wait()
        alive, lingered = run.survivors(grace)
        problems += [f"still alive after {grace} s: {each}" for each in alive]
        outcome, wrong, left = judge(run, self._submission, victim, moment, self._expected)
        return Kill(number, victim, planned, moment, outcome, lingered, left, (*problems, *wrong))

    def _wait(self, run: WatchedRun, planned: str, first_worker: int, share: float) -> str:
        """Wait for the planned moment and a share of its length; return the moment that was met.

        Args:
            run: has just been started.
            planned: the moment.
            first_worker: moments of earlier workers do not count.
            share: from 0 to 1.
        """
        while (now := run.look()) != "over":
            if now in BEFORE.get(planned, ()):
                return planned if run.wait_for_write() else run.look()
            if now == planned and (planned not in (*IN_A_WORKER, "between") or run.workers >= first_worker):
                break
            time.sleep(POLL_SECONDS)
        else:
            return ""
        time.sleep(share * self._seconds.get(planned, 0))
        met = run.look()
        # The machine is as fast as it is just now: too late, and the next wait is shorter.
        self._seconds[planned] = self._seconds.get(planned, 0) * (1.1 if met == planned else 0.8)
        return met


def _watch(run: WatchedRun) -> dict[str, float]:
    """For how many seconds a grading stands at each moment, on average; runs it to its end."""
    total, met = defaultdict[str, float](float), Counter[str]()
    now, since = "", time.monotonic()
    while now != "over":
        before, now = now, run.look()
        met[now] += now != before
        time.sleep(POLL_SECONDS)
        total[now] += time.monotonic() - since
        since = time.monotonic()
    run.survivors(RUN_SECONDS)
    return {moment: seconds / met[moment] for moment, seconds in total.items() if moment not in BEFORE}
