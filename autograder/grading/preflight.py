"""Whether student code may run here: a probe attacks from a worker of our own, and the catalog decides."""

from dataclasses import replace
from pathlib import Path

from autograder.catalog import Project, Sandbox
from autograder.sandbox.clock import Limit
from autograder.sandbox.level import Confined, Level
from autograder.sandbox.worker import open_worker
from autograder.sandbox.zygote import SandboxError, Zygote

ORDER = (Level.NONE, Level.SAME_USER, Level.OLD_CONTAINER, Level.CONTAINER, Level.FULL)
PROBE_CPU_SECONDS = 5.0


def probe(zygote: Zygote, stage: Path, project: Project) -> Confined:
    """How workers are confined, with what some twenty real attacks reached.

    The file that the attacks try to read is one of the hidden tests.

    Raises:
        SandboxError: no worker could be started, or the probe did not come to its end.
    """
    secret = next(iter(sorted(project.hidden_tests_folder.glob("*.py"))))
    limit = Limit(PROBE_CPU_SECONDS)
    with open_worker(zygote, stage, limit) as worker:
        return replace(worker.confined, reached=worker.probe(secret, stage, limit))


def require_level(confined: Confined, policy: Sandbox, *, trusted: bool) -> None:
    """Stops, before any student code runs, where the policy says so.

    Raises:
        SandboxError: workers are confined less than the policy asks. Not the student's fault, so no score.
    """
    if ORDER.index(confined.level) >= ORDER.index(Level(policy.minimum_level)):
        return
    missing = "; ".join(f"{layer}: {reason}" for layer, reason in confined.missing.items() if reason)
    found = f"level {confined.level} of confinement, {policy.minimum_level} is asked for ({missing})"
    if confined.level is Level.NONE and not trusted:
        raise SandboxError(f"{found}; to run student code all the same, as yourself: --trust-submissions")
    if policy.on_missing == "error":
        raise SandboxError(found)
