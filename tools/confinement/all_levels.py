"""Run `inside.py` at every level of confinement, and print tables of the stopped attacks.

    python tools/confinement/all_levels.py --venv FOLDER [--private PYTHON] [--attacks DIR] [--only LEVEL …]
        [--json FILE]

FOLDER is a virtual environment that every user can read, made with Debian's Python. PYTHON is an interpreter
below a folder that only root may enter, with the same packages: level 3 is run with both kinds. DIR, a path
in this checkout, is a folder of attacks for `autograder audit --attacks`. FILE gets all that was found, which
`attack_table.py` makes a page of. Ends with 1 if some level is not the one that was asked for, or graded
wrongly.

Needs what `container.py` and `ordinary_user.py` need: root, runc, useradd. Takes some minutes.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CHECKOUT = HERE.resolve().parents[1]
SAMPLES = ("reference", "stubs", "stuck")


def commands(options: argparse.Namespace) -> dict[str, tuple[str, list[str]]]:
    """For each column of the tables: the level that is expected, and how to run a Python script there."""
    venv, python = ["--venv", str(options.venv)], str(options.venv / "bin" / "python")
    container = [sys.executable, str(HERE / "container.py"), *venv]
    user = [sys.executable, str(HERE / "ordinary_user.py"), *venv, "--", python]
    found = {
        "3": ("3", [python]),
        "2": ("2", [*container, "--", python]),
        "2-": ("2-", [*container, "--old", "--", python]),
        "1": ("1", user),
    }
    if options.private:
        found = {"3 private": ("3", [options.private]), **found}
    return {name: each for name, each in found.items() if not options.only or name in options.only}


def measure(name: str, command: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Return the output of `inside.py`."""
    words = ["tools/confinement/inside.py"]
    words += ["--attacks", options.attacks] if options.attacks else []
    words += ["--closed"] if name == "2-" else []
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *words], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    *said, last = done.stdout.splitlines()
    # The suite's own table goes beside the tables of this script, not into them.
    print(f"== {name}", *said, sep="\n", file=sys.stderr, flush=True)
    found: dict[str, Any] = json.loads(last)
    return found


def main() -> int:
    """Run all, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--private")
    parser.add_argument("--attacks")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    asked, wrong = commands(options), 0
    found = {name: measure(name, command, options) for name, (_, command) in asked.items()}
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print_row("", *found)
    print_row("---", *("---" for _ in found))
    print_row("level", *(sandbox(each).get("level") for each in found.values()))
    for name in SAMPLES:
        print_row(f"points of {name}", *(each["grades"][name]["score"] for each in found.values()))
    for attack in dict.fromkeys(attack for each in found.values() for attack in each["control"]):
        print_row(attack, *(judged(attack, each) for each in found.values()))
    if options.attacks:
        print_row("attacks", *(each["attacks"]["said"] for each in found.values()))
    for name, (level, _) in asked.items():
        graded_wrongly = any(each["score"] != each["expected"] for each in found[name]["grades"].values())
        wrong += sandbox(found[name]).get("level") != level or graded_wrongly
        wrong += found[name].get("attacks", {"exit": 0})["exit"] != 0
    return min(wrong, 1)


def sandbox(found: dict[str, Any]) -> dict[str, Any]:
    """Return the results file's data on the confinement of the reference."""
    said: dict[str, Any] = found["grades"]["reference"]["sandbox"] or {}
    return said


def judged(attack: str, found: dict[str, Any]) -> str:
    """Whether an attack got through: with our layers, and without them."""
    if attack in sandbox(found).get("reached", ()):
        return "reached"
    return "stopped" if attack in found["control"] else "stopped without us, too"


def print_row(*cells: object) -> None:
    """One row of a table in Markdown."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
