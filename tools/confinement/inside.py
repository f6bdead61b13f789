"""Report what holds on this machine: grades by the built zip with their level, and a control.

    python tools/confinement/inside.py [--attacks DIR [--closed]]

`all_levels.py` runs it at every level. Makes a tree of Gradescope's shape and grades in it the reference, the
stubs, and a submission that hangs and ends its process. The control is the probe from a worker without any of
our layers: it shows what each attack reaches if nothing stops it. With `--attacks` it also runs
`autograder audit --attacks DIR`, with `--closed` by `audit_closed.py`. The last line is JSON.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.catalog import Project
from autograder.grading.preflight import probe
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.local import LocalGradescope
from autograder.platforms.gradescope.samples import reference, stubs, stuck
from autograder.sandbox.inside.confinement import LAYERS
from autograder.sandbox.zygote import Zygote

SEED = 1
COMMAND = "from autograder.cli import main; main()"


def main() -> None:
    """Grade the samples, run the control, and print the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--attacks", type=Path)
    parser.add_argument("--closed", action="store_true")
    options = parser.parse_args()
    project = Project.find()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        found = {
            "grades": grades(project, Path(folder)),
            "control": control(project, Path(folder)),
        }
    if options.attacks:
        found["attacks"] = attacks(options.attacks, closed=options.closed)
    print(json.dumps(found))


def grades(project: Project, folder: Path) -> dict[str, Any]:
    """Return each sample's score, the expected one, and its results file's data on the sandbox."""
    tree = LocalGradescope(folder / "autograder", gradescope_zip(project, SEED))
    everything = project.assignment.code_points
    last_two = sum(question.points for question in project.assignment.questions[-2:])
    expected = {"reference": everything, "stubs": 0, "stuck": everything - last_two}
    found = {}
    for make in (reference, stubs, stuck):
        submission = folder / make.__name__
        submission.mkdir()
        make(submission, project)
        results = tree.run(submission)
        extra = results["extra_data"]
        found[make.__name__] = {
            "score": results.get("score"),
            "expected": expected[make.__name__],
            "seconds": results.get("execution_time"),
            "sandbox": extra.get("sandbox"),
            "reason": str(extra.get("reason", "")).partition("\n")[0],
        }
    return found


def control(project: Project, folder: Path) -> list[str]:
    """Return the attacks of the probe that succeed without confinement."""
    stage = folder / "stage"
    stage.mkdir()
    with Zygote(project.assignment_folder, LAYERS, models=project.worker_models_folder) as zygote:
        return list(probe(zygote, stage, project).reached)


def attacks(folder: Path, *, closed: bool) -> dict[str, object]:
    """Return the exit status of the audit of a folder of attacks, its last line, and its findings."""
    words = ["audit", "--attacks", str(folder), "--seed", str(SEED), "--json"]
    run = [str(Path(__file__).with_name("audit_closed.py"))]
    command = [sys.executable, *(run if closed else ["-c", COMMAND]), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        return {"exit": done.returncode, "said": "it could not run", "complaints": [], "attacks": {}}
    said = json.loads(done.stdout)
    print(*said["complaints"], sep="\n")
    return {
        "exit": done.returncode,
        "said": said["summary"],
        "complaints": said["complaints"],
        "attacks": said["attacks"],
    }


if __name__ == "__main__":
    main()
