"""`autograder audit attacks`: makes worlds, starts a process that grades in each, and sums up."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import Finding
from autograder.audit.attacks.private import subreaper
from autograder.audit.attacks.read import Attack
from autograder.audit.attacks.report import Suite
from autograder.audit.attacks.supervise import GradingProcess, Nursery
from autograder.audit.attacks.world import PLACES, build_world
from autograder.catalog import Project
from autograder.errors import GraderError

ANY_LEVEL = {"minimum_level": '"0"'}
"""The setting for grading however little workers are confined."""
SLACK_SECONDS = 120
"""Beyond the run's own limit: for the honest submission, and for a busy machine."""
ONE_AT_A_TIME = "attacks must be graded one at a time (--jobs 1), since they would see each other's files"


def run_suite(
    project: Project,
    attacks: Sequence[Attack],
    seed: int,
    console: Console,
    *,
    without: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    attack_seconds: float | None = None,
    told: Callable[[Finding], None] = lambda _finding: None,
    jobs: int = 1,
) -> Suite:
    """Grade every attack and return the findings.

    Args:
        project: the course.
        attacks: what to grade.
        seed: the term's.
        console: shows progress.
        without: layers of confinement to leave out.
        settings: values of the catalog to replace, as TOML.
        attack_seconds: the time after which an attack has stopped the grader; by default, beyond the run's.
        told: called with each finding at once.
        jobs: how many attacks to grade at a time, each in a world of its own.

    Raises:
        AttackError: an attack could not be laid out.
        GraderError: grading does not work here at all, attack or not; or not several at a time.
    """
    began, suite, nursery = time.monotonic(), Suite(), Nursery()
    jobs = min(jobs, len(attacks))
    limit = attack_seconds or project.assignment.limits.run_wall_seconds + SLACK_SECONDS
    with (
        tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as temporary,
        subreaper(),
        Progress(console=console, transient=True) as progress,
        ThreadPoolExecutor(jobs) as pool,
    ):
        Path(temporary).chmod(0o755)
        task = progress.add_task("attacks", total=len(attacks))

        def grade_share(number: int) -> None:
            canaries = Canaries.fresh(PLACES)
            world = build_world(project, Path(temporary, f"world-{number}"), canaries, settings)
            left = {str(attack.folder.resolve()): attack for attack in attacks[number::jobs]}
            job = {
                "project": str(project.root),
                "base": str(world.base),
                "canaries": canaries.tokens,
                "seed": seed,
                "without": list(without),
            }
            while left:
                job["attacks"] = list(left)
                with GradingProcess(job, Path(temporary, f"job-{number}"), limit, nursery) as grading:
                    for folder, finding in grading.findings(left):
                        if grading.shared and jobs > 1:
                            raise GraderError(f"{ONE_AT_A_TIME}: {grading.shared}")
                        suite.findings.append(finding)
                        told(finding)
                        del left[folder]
                        progress.advance(task)
                    suite.shared = grading.shared
                    suite.late += grading.late

        try:
            for share in as_completed([pool.submit(grade_share, number) for number in range(jobs)]):
                share.result()
        except BaseException:
            nursery.close()
            raise
    suite.findings.sort(key=lambda each: each.name)
    suite.seconds = time.monotonic() - began
    return suite
