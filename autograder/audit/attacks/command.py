"""`autograder audit --attacks`: makes the world, has a process of its own grade in it, and sums up."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import Finding
from autograder.audit.attacks.private import subreaper
from autograder.audit.attacks.read import Attack
from autograder.audit.attacks.report import Suite
from autograder.audit.attacks.supervise import GradingProcess
from autograder.audit.attacks.world import PLACES, build_world
from autograder.catalog import Project

ANY_LEVEL = {"minimum_level": '"0"'}
"""The setting for grading however little workers are confined."""
SLACK_SECONDS = 120
"""Beyond the run's own limit: for the honest submission, and for a busy machine."""


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
) -> Suite:
    """Grades every attack and says what came of it.

    Args:
        without: layers of confinement to leave out.
        settings: values of the catalog to set otherwise, as TOML has them.
        attack_seconds: after so long an attack has stopped the grader; by default, beyond the run's limit.
        told: is told of each finding at once.

    Raises:
        AttackError: an attack could not be laid out.
        GraderError: grading does not work here at all, attack or not.
    """
    began, suite = time.monotonic(), Suite()
    limit = attack_seconds or project.assignment.limits.run_wall_seconds + SLACK_SECONDS
    left = {str(attack.folder.resolve()): attack for attack in attacks}
    with (
        tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as temporary,
        subreaper(),
        Progress(console=console, transient=True) as progress,
    ):
        Path(temporary).chmod(0o755)
        canaries = Canaries.fresh(PLACES)
        world = build_world(project, Path(temporary, "world"), canaries, settings)
        task = progress.add_task("attacks", total=len(left))
        while left:
            job = {
                "project": str(project.root),
                "base": str(world.base),
                "canaries": canaries.tokens,
                "attacks": list(left),
                "seed": seed,
                "without": list(without),
            }
            with GradingProcess(job, Path(temporary, "job.json"), limit) as grading:
                for folder, finding in grading.findings(left):
                    suite.findings.append(finding)
                    told(finding)
                    del left[folder]
                    progress.advance(task)
                suite.shared = grading.shared
                suite.late += grading.late
    suite.findings.sort(key=lambda each: each.name)
    suite.seconds = time.monotonic() - began
    return suite
