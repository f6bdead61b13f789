"""`autograder audit --attacks`, with hidden files closed to other users: for level 2-.

    python tools/confinement/audit_closed.py audit --attacks DIR [--seed N]

The suite leaves all files open to everybody, since at other levels their modes are not what stops an attack.
Without Landlock they are; so this closes what the zip's entry (`gradescope/container.py`) closes.
"""

from collections.abc import Mapping
from pathlib import Path

from autograder.audit.attacks import command
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.world import World, build_world
from autograder.catalog import Project
from autograder.cli import main

CLOSED = ("source/autograder", "source/solutions", "source/.autograder", "others", "results")


def build_closed(
    project: Project, base: Path, canaries: Canaries, settings: Mapping[str, str] | None = None
) -> World:
    """The suite's world; the folders with secrets in them are their owner's only."""
    world = build_world(project, base, canaries, settings)
    for name in CLOSED:
        (base / name).chmod(0o700)
    (base / "submission_metadata.json").chmod(0o600)
    return world


if __name__ == "__main__":
    command.build_world = build_closed  # type: ignore[attr-defined]
    main()
