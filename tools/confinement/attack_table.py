"""Write docs/ATTACKS.md: each attack's result at each level, and its effect on tests in one process.

    python tools/confinement/attack_table.py tests/attacks --levels FILE … [--plain FILE] [--ablations FILE]

Other scripts write the files: `all_levels.py --attacks … --json` (several files may be given, of several
levels), `attacks_on_plain_pytest.py --json` and `ablations.py --json`. A cell that none of them fills is "not
tried".
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ablations import NONE, WITHOUT

from autograder.audit.attacks.read import Attack, read_attacks
from autograder.catalog import Project
from autograder.files import write_atomically

NOT_TRIED = "not tried"
LONGEST = 90
CUT = ("left a process", "copying the submission fails")
"""Effects whose text is cut here: the rest describes the control's machine, not the attack."""
HEAD = """# The attack suite, attack by attack

The results of `autograder audit --attacks tests/attacks`, at each [level](SECURITY.md#levels) that one
machine can offer. Measured and written by the scripts of `tools/confinement/` (`attack_table.py`).

- A number below a level is the attack's grade there. An honest submission of the same answers gets the same
  grade, no secret was seen, and nothing was left. **succeeds** means that this was not so.
- *Plain pytest*: what the same files do to tests in one process, in a machine of their own. "Nothing" is for
  honest code, and for attacks that only aim at several processes. "Not seen" is harm that this control does
  not look for (a grader that stands still for a while, words in a log, zips in a zip).
- *Needs*: "layers" if the attack succeeds when all layers are left out. "rules" if processes, wire, key and
  reports stop it even then. A layer's name if it succeeds as soon as that layer alone is missing.

{sums}
"""


def main() -> None:
    """Read the measured results, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--levels", type=Path, nargs="+", default=[])
    parser.add_argument("--plain", type=Path)
    parser.add_argument("--ablations", type=Path)
    options = parser.parse_args()
    project = Project.find()
    attacks = read_attacks(options.folder, project.assignment)
    found: dict[str, dict[str, Any]] = {}
    for file in options.levels:
        found.update(_measured(file))
    levels = {level: each["attacks"]["attacks"] for level, each in found.items() if "attacks" in each}
    plain, ablations = _measured(options.plain), _measured(options.ablations)
    page = page_of(attacks, levels, plain, ablations)
    write_atomically(project.root / "docs" / "ATTACKS.md", page.encode())


def page_of(
    attacks: Sequence[Attack],
    levels: Mapping[str, Mapping[str, Any]],
    plain: Mapping[str, list[str]],
    ablations: Mapping[str, Mapping[str, list[str]]],
) -> str:
    """Return the page: sums, then a row for each attack."""
    columns: dict[str, Callable[[Attack], str]] = {
        "attack": lambda attack: f"`{attack.name}`",
        "tries": lambda attack: _cell(attack.tries, len(attack.tries)),
        "stopped by": lambda attack: ", ".join(attack.stopped_by) or "nothing to stop",
    }
    for level, findings in levels.items():
        columns[level] = lambda attack, findings=findings: _graded(findings.get(attack.name))  # type: ignore[misc]
    columns["plain pytest"] = lambda attack: _plain(attack, plain.get(attack.name))
    columns["needs"] = lambda attack: _needs(attack, ablations)
    rows = [list(columns), ["---"] * len(columns)]
    rows += [[cell(attack) for cell in columns.values()] for attack in attacks]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return (
        HEAD.format(sums="\n".join(f"- {each}" for each in _sums(levels, plain, ablations))) + f"\n{table}\n"
    )


def _measured(file: Path | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file else {}
    return found


def _sums(
    levels: Mapping[str, Mapping[str, Any]],
    plain: Mapping[str, list[str]],
    ablations: Mapping[str, Mapping[str, list[str]]],
) -> list[str]:
    """Return a sentence for each measurement."""
    said = []
    for level, findings in levels.items():
        succeeded = [name for name, finding in findings.items() if finding["complaints"]]
        names = f": {', '.join(f'`{name}`' for name in succeeded)}" if succeeded else ""
        said.append(f"Level {level}: {len(succeeded)} of {len(findings)} succeed{names}.")
    if plain:
        said.append(f"Plain pytest in one process: {sum(map(bool, plain.values()))} of {len(plain)} do harm.")
    for label, found in ablations.items():
        succeed = sum(map(bool, found.values()))
        said.append(f"{label[0].upper()}{label[1:]}: {succeed} of {len(found)} succeed.")
    return said


def _graded(finding: Mapping[str, Any] | None) -> str:
    if finding is None:
        return NOT_TRIED
    score = "refused" if finding["score"] is None else f"{finding['score']:g}"
    return f"**succeeds** ({score})" if finding["complaints"] else score


def _plain(attack: Attack, effects: Sequence[str] | None) -> str:
    if effects is None:
        return NOT_TRIED
    if effects:
        first = effects[0].replace("/upper/", "/")
        return _cell(next((each for each in CUT if first.startswith(each)), first))
    return _cell(attack.control if attack.control.startswith("nothing") else f"not seen: {attack.control}")


def _needs(attack: Attack, ablations: Mapping[str, Mapping[str, list[str]]]) -> str:
    """Return the layers that are needed against an attack, by the runs that left them out."""
    found = {
        label: complaints[attack.name] for label, complaints in ablations.items() if attack.name in complaints
    }
    if NONE not in found:
        return NOT_TRIED
    if not found[NONE]:
        return "rules"
    alone = [
        label.removeprefix(WITHOUT) for label, said in found.items() if label.startswith(WITHOUT) and said
    ]
    return ", ".join(alone) or "layers"


def _cell(text: str, longest: int = LONGEST) -> str:
    """Return a text as one cell of a table."""
    line = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


if __name__ == "__main__":
    main()
