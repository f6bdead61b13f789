"""The process that grades attacks: ``python -m autograder.audit.attacks.inside JOB TOKEN``.

A process of its own can hold a canary on its command line and in its environment. Its mounts are nobody
else's, and an attack that kills the grader is an event like any other. It writes a JSON object for each event
to the descriptor that the job names.
"""

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.answer_key.build import key_for
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import PACKAGE, Examiner
from autograder.audit.attacks.grader import Grader
from autograder.audit.attacks.private import PLATFORM, enter, subreaper
from autograder.audit.attacks.read import AttackError, read_attack
from autograder.audit.attacks.world import World
from autograder.catalog import Project
from autograder.sandbox.inside.layers.system import PR_SET_PDEATHSIG, LayerError, prctl
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

Tell = Callable[[dict[str, Any]], None]


def main() -> None:
    """Grade the attacks of a job, one after the other."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no command, no grading
    path = Path(sys.argv[1])
    job = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    os.set_inheritable(job["events"], False)
    events = os.fdopen(job["events"], "w", encoding="utf-8")

    def tell(event: dict[str, Any]) -> None:
        events.write(json.dumps(event) + "\n")
        events.flush()

    try:
        with subreaper():
            _run(job, tell)
    except AttackError as error:
        tell({"wrong": str(error)})
    except Exception as error:  # noqa: BLE001 - ours, so not to be laid at an attack's door
        tell({"failed": f"{type(error).__name__}: {error}; {traceback.format_exc(limit=-3)}"})


def _run(job: dict[str, Any], tell: Tell) -> None:
    project, base = Project(Path(job["project"])), Path(job["base"])
    canaries = Canaries(job["canaries"])
    private: tuple[Path, ...] = ()
    try:
        libraries = [Path(path) for path in (sys.prefix, sys.base_prefix, *sys.path) if path]
        private = enter(base, [project.root, PACKAGE, *map(Path, job["attacks"]), *libraries])
        base = PLATFORM
        os.environ["TMPDIR"] = tempfile.tempdir = "/tmp"
    except LayerError as error:
        tell({"shared": str(error)})
    world = World(base)
    key = key_for(world.project, job["seed"])
    provided = world.project.assignment_folder / "provided"
    with (
        # Another submission is being graded at the same time, as far as its files are concerned.
        staged(Submission(world.others), provided),
        Grader(project, world, key, tuple(job["without"])) as grader,
    ):
        examiner = Examiner(project, world, grader, canaries, private)
        for folder in job["attacks"]:
            attack = read_attack(Path(folder), project.assignment)
            grader.ready()
            tell({"begins": folder})
            tell({"done": asdict(examiner.examine(attack))})
        tell({"ends": examiner.finish()})


if __name__ == "__main__":
    main()
