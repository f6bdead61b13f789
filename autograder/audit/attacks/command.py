"""`autograder audit --attacks`: makes the world, has a process of its own grade in it, and sums up."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import Finding
from autograder.audit.attacks.private import PLATFORM
from autograder.audit.attacks.read import Attack, AttackError
from autograder.audit.attacks.world import PLACES, build_world
from autograder.catalog import Project

SLACK_SECONDS = 120
"""Beyond the run's own limit: for the honest submission, and for a busy machine."""


@dataclass
class Suite:
    """What came of a folder of attacks."""

    findings: list[Finding] = field(default_factory=list)
    shared: str = ""
    """Why the run had no file system of its own; nothing when it had."""
    seconds: float = 0.0

    @property
    def complaints(self) -> list[str]:
        """Everything that went otherwise than it should."""
        return [f"{each.name}: {complaint}" for each in self.findings for complaint in each.complaints]


def run_suite(
    project: Project,
    attacks: Sequence[Attack],
    seed: int,
    console: Console,
    *,
    without: Sequence[str] = (),
    trusted: bool = False,
) -> Suite:
    """Grades every attack and says what came of it.

    Raises:
        AttackError: an attack could not be laid out.
        RuntimeError: the grader does not work at all here, attack or not.
    """
    began, suite = time.monotonic(), Suite()
    left = {str(attack.folder.resolve()): attack for attack in attacks}
    with (
        tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as temporary,
        _platform_folder(),
        Progress(console=console, transient=True) as progress,
    ):
        canaries = Canaries.fresh(PLACES)
        world = build_world(project, Path(temporary, "world"), canaries, any_level=bool(without) or trusted)
        Path(temporary).chmod(0o755)
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
            n_left = len(left)

            def done(finding: Finding, folder: str) -> None:
                suite.findings.append(finding)
                del left[folder]
                progress.advance(task)

            limit = project.assignment.limits.run_wall_seconds + SLACK_SECONDS
            suite.shared = _grade_until_the_end(job, Path(temporary, "job.json"), left, done, limit)
            if len(left) == n_left:
                raise RuntimeError("the process that grades ended before its first attack")
    suite.findings.sort(key=lambda each: each.name)
    suite.seconds = time.monotonic() - began
    return suite


def _grade_until_the_end(
    job: dict[str, Any],
    path: Path,
    left: dict[str, Attack],
    done: Callable[[Finding, str], None],
    limit: float,
) -> str:
    """Runs the process that grades; an attack that ends or stops it is found out, and the rest goes on."""
    readable, writable = os.pipe()
    path.write_text(json.dumps({**job, "events": writable}), encoding="utf-8")
    path.chmod(0o600)
    tokens = job["canaries"]
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "autograder.audit.attacks.inside", str(path), tokens["command line"]],
        env={**os.environ, "AUTOGRADER_SECRET": tokens["environment"]},
        pass_fds=(writable,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(writable)
    shared, current, began = "", "", time.monotonic()
    try:
        for event in _events(readable, limit):
            match event:
                case {"wrong": reason}:
                    raise AttackError(reason)
                case {"failed": reason, "where": where}:
                    raise RuntimeError(f"{reason}\n{where}")
                case {"shared": reason}:
                    shared = reason
                case {"begins": folder}:
                    current, began = folder, time.monotonic()
                case {"done": finding}:
                    done(Finding(**finding), current)
                    current = ""
                case {"ends": _}:
                    return shared
    finally:
        os.close(readable)
        words = _end(process)
    if not current:
        raise RuntimeError(f"the process that grades failed: {words}")
    attack = left[current]
    failed = Finding(attack.name, attack.tries, attack.base, list(attack.stopped_by))
    failed.seconds = time.monotonic() - began
    failed.complaints = [f"it ended or stopped the process that grades: {words}"]
    done(failed, current)
    return shared


def _events(descriptor: int, limit: float) -> Iterator[dict[str, Any]]:
    """Events as they come, until there are no more or none has come for `limit` seconds."""
    held = b""
    while select.select([descriptor], [], [], limit)[0]:
        data = os.read(descriptor, 1 << 16)
        if not data:
            return
        *lines, held = (held + data).split(b"\n")
        for line in lines:
            yield json.loads(line)


def _end(process: "subprocess.Popen[bytes]") -> str:
    """Ends the process that grades with its whole session; its last words."""
    try:
        _, said = process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        _, said = process.communicate()
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"exit status {process.returncode}"


@contextmanager
def _platform_folder() -> Iterator[None]:
    """Makes `/autograder` to mount at, where we may, and takes it away again if it was not there."""
    made = False
    if os.geteuid() == 0 and not PLATFORM.exists():
        PLATFORM.mkdir()
        made = True
    try:
        yield
    finally:
        if made:
            PLATFORM.rmdir()
