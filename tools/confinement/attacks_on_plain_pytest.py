"""The control: run the same attacks on a grader of one process, and report their effects there.

    python tools/confinement/attacks_on_plain_pytest.py tests/attacks [--names NAME ...] [--json FILE]

Each attack has a machine of its own (`isolated.py`) with Gradescope's tree at /autograder, where
`plain_grader.py` grades it. An attack works there if it gets other points than an honest equal, or shows a
secret. It also works if it forges or prevents the results, hangs, or leaves anything behind.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from isolated import run_isolated
from plain_machine import INPUT

from autograder.answer_key.build import key_for
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.examine import PACKAGE
from autograder.audit.attacks.read import BASES, Attack, read_attack, read_attacks
from autograder.audit.attacks.world import PLACES, build_world
from autograder.catalog import Project

SEED = 1
MACHINE_SECONDS = 240.0
MEMORY_MIB = 2048


def main() -> None:
    """Run every attack and print its effects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", nargs="*", default=[], help="these attacks only")
    parser.add_argument("--json", type=Path, help="where to write all effects")
    options = parser.parse_args()
    project = Project.find()
    attacks = read_attacks(options.folder, project.assignment)
    attacks = [each for each in attacks if not options.names or each.folder.name in options.names]
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="plain-") as temporary:
        base = Path(temporary)
        canaries = Canaries.fresh(PLACES)
        key_for(build_world(project, base / "world", canaries).project, SEED)
        (base / "canaries.json").write_text(json.dumps(canaries.tokens), encoding="utf-8")
        usual = honest_effects(base, project)
        for attack in attacks:
            effects = [each for each in run(attack, base) if each not in usual[attack.base]]
            found[attack.name] = effects
            print(f"{attack.name}: {'; '.join(effects) or '-'}"[:240], flush=True)
            if options.json:
                options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    idle = [name for name, effects in found.items() if not effects]
    print(f"{len(found) - len(idle)} of {len(found)} attacks work against plain pytest in one process")
    if idle:
        print(f"without effect there: {', '.join(idle)}")


def honest_effects(base: Path, project: Project) -> dict[str, list[str]]:
    """Return the effects of two honest submissions, by their base: hidden inputs that right answers show.

    Raises:
        SystemExit: there are other effects, so the control itself is broken.
    """
    effects = {}
    for kind in BASES:
        folder = base / "honest" / kind
        folder.mkdir(parents=True)
        (folder / "attack.toml").write_text(f'tries = "nothing"\nbase = "{kind}"\n', encoding="utf-8")
        effects[kind] = run(read_attack(folder, project.assignment), base)
        if broken := [each for each in effects[kind] if not each.startswith(INPUT)]:
            raise SystemExit(f"the control itself is broken: {kind}: {broken}")
    return effects


def run(attack: Attack, base: Path) -> list[str]:
    """The effects of one attack."""
    script = Path(__file__).with_name("plain_machine.py")
    done = run_isolated(
        [sys.executable, "-B", str(script), str(attack.folder.resolve()), str(base)],
        keep=[PACKAGE.parent, attack.folder.resolve(), base],
        seconds=MACHINE_SECONDS,
        memory_mib=MEMORY_MIB,
    )
    lines = done.stdout.splitlines()
    if not lines and b"Traceback" in done.stderr:
        raise SystemExit(f"{attack.name}: {done.stderr.decode(errors='replace')}")
    effects: list[str] = json.loads(lines[-1]) if lines else ["it brings its machine down"]
    return effects


if __name__ == "__main__":
    main()
