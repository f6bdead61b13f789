"""The process that grades attacks: ``python -m autograder.audit.attacks.inside JOB TOKEN``.

It is a process of its own so that a canary can stand on its command line and in its environment, so that
its mounts are nobody else's, and so that an attack that kills the grader is an event like any other. It
writes a JSON object for each event to the descriptor that the job names.
"""

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import PACKAGE, Examiner
from autograder.audit.attacks.private import PLATFORM, become_subreaper, enter
from autograder.audit.attacks.read import AttackError, read_attack
from autograder.audit.attacks.world import World
from autograder.catalog import Project
from autograder.grading.build_key import key_for
from autograder.sandbox.inside.layers.system import LayerError
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

Tell = Callable[[dict[str, Any]], None]


def main() -> None:
    """Grades the attacks of a job, one after the other."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    events = os.fdopen(job["events"], "w", encoding="utf-8")
    os.set_inheritable(job["events"], False)

    def tell(event: dict[str, Any]) -> None:
        events.write(json.dumps(event) + "\n")
        events.flush()

    try:
        _run(job, tell)
    except AttackError as error:
        tell({"wrong": str(error)})
    except Exception as error:  # noqa: BLE001 - ours, so not to be laid at an attack's door
        tell({"failed": f"{type(error).__name__}: {error}", "where": traceback.format_exc()[-2000:]})


def _run(job: dict[str, Any], tell: Tell) -> None:
    become_subreaper()
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
    kept = [canaries.tokens["memory"].encode() * 3, list(canaries.tokens.values())]
    with ExitStack() as stack:
        key = key_for(world.project, job["seed"])
        # Another submission is being graded at the same time, as far as its files are concerned.
        provided = world.project.assignment_folder / "provided"
        stack.enter_context(staged(Submission(world.others), provided))
        examiner = stack.enter_context(
            Examiner(
                project,
                world,
                key,
                canaries,
                private=private,
                without=tuple(job["without"]),
            )
        )
        for folder in job["attacks"]:
            attack = read_attack(Path(folder), project.assignment)
            examiner.ready()
            tell({"begins": folder})
            tell({"done": asdict(examiner.examine(attack))})
    tell({"ends": len(kept)})


if __name__ == "__main__":
    main()
