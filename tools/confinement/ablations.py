"""List, for each layer of confinement, the attacks that succeed when it is left out.

    python tools/confinement/ablations.py tests/attacks [--single] [--names NAME ...] [--json FILE]

Every attack runs with all layers and with none; those that succeed with none, without each of the layers and,
with `--single`, with one layer at a time. Each run has a machine of its own (`isolated.py`), because
attacks then succeed. Hours on a small machine; calls get a second of CPU instead of five.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from isolated import run_isolated
from rich.console import Console

from autograder.audit.attacks.command import ANY_LEVEL, run_suite
from autograder.audit.attacks.examine import PACKAGE, Finding
from autograder.audit.attacks.read import read_attacks
from autograder.catalog import Project
from autograder.sandbox.inside.confinement import LAYERS

SETTINGS = {**ANY_LEVEL, "call_cpu_seconds": "1", "import_cpu_seconds": "3", "run_wall_seconds": "60"}
ATTACK_SECONDS = 120.0
MACHINE_SECONDS = 6 * 3600.0
MEMORY_MIB = 6144
SEED = 1
ALL, NONE, WITHOUT = "all layers", "no layer", "without "
Found = dict[str, list[str]]
"""The complaints about each attack, by its name."""


def main() -> None:
    """Run all configurations and print the table; or, inside a machine, the attacks of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--single", action="store_true", help="also one layer at a time")
    parser.add_argument("--names", nargs="*", default=[], help="these attacks only")
    parser.add_argument("--json", type=Path, help="where to write all complaints")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside is not None:
        run_inside(options.folder, options.names, options.inside)
        return
    attacks = read_attacks(options.folder, Project.find().assignment)
    names = [each.folder.name for each in attacks if not options.names or each.folder.name in options.names]
    found: dict[str, Found] = {}
    for label, left_out in configurations(single=options.single):
        found[label] = run_configuration(options.folder, names, left_out)
        succeeded = [name for name, complaints in found[label].items() if complaints]
        print(f"{label}: {len(succeeded)} of {len(names)} succeed", flush=True)
        if label == NONE:
            names = succeeded  # no layer is needed against attacks that processes, wire and reports stop
        if options.json:
            options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print_table(found)


def configurations(*, single: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each run, and the layers that it leaves out."""
    yield ALL, ()
    yield NONE, LAYERS
    for layer in LAYERS:
        yield f"{WITHOUT}{layer}", (layer,)
    for layer in LAYERS if single else ():
        yield f"only {layer}", tuple(other for other in LAYERS if other != layer)


def run_configuration(folder: Path, names: list[str], left_out: tuple[str, ...]) -> Found:
    """Return the complaints about each attack. If an attack ends its machine, a new machine goes on."""
    found: Found = {}
    while left := [name for name in names if name not in found]:
        command = [sys.executable, "-B", __file__, str(folder.resolve()), "--inside", ",".join(left_out)]
        done = run_isolated(
            [*command, "--names", *left],
            keep=[PACKAGE.parent, folder.resolve()],
            seconds=MACHINE_SECONDS,
            memory_mib=MEMORY_MIB,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith(b'{"name"')]
        for finding in map(json.loads, lines):
            found[finding["name"]] = finding["complaints"]
        still_left = [name for name in left if name not in found]
        if len(still_left) == len(left) and b"Traceback" in done.stderr:
            raise SystemExit(done.stderr.decode(errors="replace"))
        if still_left:
            found[still_left[0]] = [f"it brought its machine down: status {done.returncode}"]
    return found


def run_inside(folder: Path, names: list[str], left_out: str) -> None:
    """Run the attacks by name inside the machine, and print each finding at once."""
    project = Project.find()
    attacks = [each for each in read_attacks(folder, project.assignment) if each.folder.name in names]

    def told(finding: Finding) -> None:
        print(json.dumps(asdict(finding)), flush=True)

    run_suite(
        project,
        attacks,
        SEED,
        Console(quiet=True),
        without=[layer for layer in left_out.split(",") if layer],
        settings=SETTINGS,
        attack_seconds=ATTACK_SECONDS,
        told=told,
    )


def print_table(found: dict[str, Found]) -> None:
    """Print for each run how many attacks succeed, and which of them do not with all layers."""
    always = {name for name, complaints in found[ALL].items() if complaints}
    at_all = {name for name, complaints in found[NONE].items() if complaints} - always
    total = len(found[ALL])
    print(f"\n{total} attacks: {len(always)} succeed with all layers, {len(at_all)} more with none")
    for label, complaints in found.items():
        if label.startswith(WITHOUT):
            more = sorted({name for name, said in complaints.items() if said} - always)
            which = ", ".join(more) or "nothing that another layer does not stop, too"
            print(f"{label}: {len(more)} more succeed: {which}")
    for label, complaints in found.items():
        if label.startswith("only "):
            stopped = at_all - {name for name, said in complaints.items() if said}
            print(f"{label}: {len(stopped)} of {len(at_all)} are stopped")
    rules = sorted(found[NONE].keys() - at_all - always)
    print(f"stopped without any layer, by processes, wire, key and reports: {len(rules)}: {', '.join(rules)}")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(PACKAGE.parent))
    main()
