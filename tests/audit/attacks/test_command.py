"""The whole suite on a tiny assignment: stopped attacks, and the report if a layer is missing."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project

Command = Callable[..., subprocess.CompletedProcess[str]]
Suite = Callable[..., dict[str, Any]]

PRINTS_ALL_THAT_IT_CAN_READ = """
import glob, re

places = ["/autograder/**", "/proc/[0-9]*/cmdline", "/proc/[0-9]*/environ", "/tmp/autograder-*/stage/*"]
for path in (path for place in places for path in glob.glob(place, recursive=True, include_hidden=True)):
    try:
        with open(path, encoding="utf-8") as file:
            print(set(re.findall("[0-9a-f]{32}", file.read())))
    except (OSError, ValueError):
        pass
"""
LEAVES = """
import os, time

try:
    open("/tmp/left", "w").close()
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
except OSError:
    pass
"""
KILLS_THE_GRADER = """
import os, signal

try:
    zygote = os.getppid()
    with open(f"/proc/{zygote}/stat") as file:
        os.kill(int(file.read().rpartition(")")[2].split()[1]), signal.SIGKILL)
except (OSError, ValueError):
    pass
"""
KILLS_THE_ZYGOTE = """
import os, signal

try:
    os.kill(os.getppid(), signal.SIGKILL)
except OSError:
    pass
"""
OVERWRITES_RESULTS = """
try:
    with open("/autograder/results/results.json", "w") as file:
        file.write('{"score": 70}')
    with open("/autograder/source/autograder/course/hidden_tests/test_student.py", "a") as file:
        file.write("# hello")
except OSError:
    pass
"""
ATTACKS: dict[str, tuple[str, dict[str, object]]] = {
    "does_nothing": ("", {"base": "stubs"}),
    "ends_the_process": ("def halve(x):\n    import os\n    os._exit(0)", {"loses": ["halve"]}),
    "kills_the_grader": (KILLS_THE_GRADER, {}),
    "kills_the_zygote": (KILLS_THE_ZYGOTE, {}),
    "leaves": (LEAVES, {"stopped_by": ["landlock", "seccomp"]}),
    "overwrites_results": (OVERWRITES_RESULTS, {}),
    "prints": (PRINTS_ALL_THAT_IT_CAN_READ, {}),
}
ALL_LAYERS = "namespaces,landlock,resources,identity,privileges,seccomp"


@pytest.fixture
def folder(write_attack: Callable[..., Path]) -> Path:
    """The attacks above."""
    paths = [write_attack(name, {"student.py": code}, **keys) for name, (code, keys) in ATTACKS.items()]
    return paths[0].parent


@pytest.fixture
def audit(with_stubs: Project, run_autograder: Command) -> Command:
    """Run the command on attacks of the tiny assignment."""

    def run(folder: Path, *more: object) -> subprocess.CompletedProcess[str]:
        return run_autograder(
            "audit", "--root", with_stubs.root, "--seed", 1, "--attacks", folder, *map(str, more)
        )

    return run


@pytest.mark.root
def test_confined_attacks_get_what_an_honest_equal_gets(audit: Command, folder: Path) -> None:
    done = audit(folder)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    *lines, last = done.stdout.splitlines()
    assert last.startswith("7 attacks, 0 succeeded; level 3; ")
    assert [line.split()[:5] for line in lines] == [
        ["attack", "grade", "level", "s", "stopped"],
        ["does_nothing", "0", "of", "0", "3"],
        ["ends_the_process", "3", "of", "3", "3"],
        *([name, "4.5", "of", "4.5", "3"] for name in list(ATTACKS)[2:]),
    ]
    assert "landlock, seccomp  all passed" in lines[5]
    assert "1 x the process ended during the call" in lines[2]


@pytest.mark.root
@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_without_layers_each_success_is_a_complaint(audit: Command, folder: Path, jobs: int) -> None:
    done = audit(folder, "--without", ALL_LAYERS, "--json", "--jobs", jobs)
    assert done.returncode == 1, done.stderr
    content = json.loads(done.stdout)
    complaints = {name: found["complaints"] for name, found in content["attacks"].items()}
    assert complaints["does_nothing"] == []
    assert complaints["ends_the_process"] == []
    (died,) = complaints["kills_the_grader"]
    assert died.startswith("it ended or stopped the process that grades: ")
    (failed,) = complaints["kills_the_zygote"]
    assert failed.startswith("the grader failed: ")
    assert "left a file: /tmp/left" in complaints["leaves"]
    assert any(complaint.startswith("left a process: ") for complaint in complaints["leaves"])
    hidden = "/autograder/source/autograder/course/hidden_tests/test_student.py"
    assert {
        "the results file was changed while grading went on",
        f"changed what nobody may change: {hidden}",
    } <= set(complaints["overwrites_results"])
    read = {
        complaint.removeprefix("the submission could read the canary of ")
        for complaint in complaints["prints"]
    }
    assert read == {
        *("hidden tests", "solutions", "chaffs", "key", "another submission", "metadata"),
        *("results file", "environment", "command line"),
    }
    assert content["summary"].startswith("7 attacks, 5 succeeded; level 0; ")


@pytest.mark.slow
def test_what_is_wrong_with_an_attack_ends_the_command(
    audit: Command, write_attack: Callable[..., Path]
) -> None:
    folder = write_attack("breaks", {"make.py": "raise ValueError('no luck')"})
    done = audit(folder.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "autograder: breaks: make.py failed: ValueError: no luck"
    (folder / "attack.toml").write_text('tries = "it"\nbase = "other"', encoding="utf-8")
    done = audit(folder.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"autograder: {folder}: attack.toml: base must be one of stubs, reference")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--without", "landlock,walls"), "there is no layer 'walls'; there are namespaces, landlock"),
        (
            ("--update",),
            "audit attacks has no option --update: see autograder audit attacks --help",
        ),
    ],
)
def test_wrong_use_ends_as_one_line(audit: Command, tmp_path: Path, more: tuple[str, ...], said: str) -> None:
    done = audit(tmp_path, *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"autograder: {said}")


def test_layers_are_left_out_for_attacks_only(with_stubs: Project, run_autograder: Command) -> None:
    done = run_autograder("audit", "--root", with_stubs.root, "--without", "landlock")
    assert done.returncode == 2
    assert done.stderr == (
        "autograder: audit variants has no option --without: see autograder audit variants --help\n"
    )
