"""Checks before student code runs: a probe attacks from a worker of our own, and the catalog decides."""

import logging
from dataclasses import replace
from pathlib import Path

from autograder.catalog import Project, Sandbox
from autograder.sandbox.clock import Limit
from autograder.sandbox.level import Confined, Level
from autograder.sandbox.worker import open_worker
from autograder.sandbox.zygote import SandboxError, Zygote

ORDER = (Level.NONE, Level.SAME_USER, Level.OLD_CONTAINER, Level.CONTAINER, Level.FULL)
PROBE_CPU_SECONDS = 5.0
log = logging.getLogger(__name__)


def probe(zygote: Zygote, stage: Path, project: Project) -> Confined:
    """Return how workers are confined, with what some twenty real attacks reached.

    The file that the attacks try to read is one of the hidden tests.

    Raises:
        SandboxError: no worker could be started, or the probe did not finish.
    """
    secret = next(iter(sorted(project.hidden_tests_folder.glob("*.py"))))
    with open_worker(zygote, stage, Limit(PROBE_CPU_SECONDS)) as worker:
        reached = worker.probe(secret, stage, Limit(PROBE_CPU_SECONDS))
        confined = replace(worker.confined, reached=reached)
    log.info("workers are confined at level %s", confined.level)
    return confined


def require_level(confined: Confined, policy: Sandbox, *, trusted: bool) -> None:
    """Refuse to run student code if the policy asks for more confinement.

    Raises:
        SandboxError: workers are confined less than the policy asks. Not the student's fault, so no score.
    """
    if ORDER.index(confined.level) >= ORDER.index(Level(policy.minimum_level)):
        return
    missing = "; ".join(f"{layer}: {reason}" for layer, reason in confined.missing.items() if reason)
    found = (
        f"confinement is at level {confined.level}, the course asks for {policy.minimum_level} ({missing})"
    )
    if confined.level is Level.NONE and not trusted:
        raise SandboxError(f"{found}; to run student code as yourself all the same: --trust-submissions")
    if policy.on_missing == "error":
        raise SandboxError(found)
    log.warning("%s", found)
