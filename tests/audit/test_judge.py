"""The demands of an audit: on a wheat, a chaff, two chaffs, and the committed matrix."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.audit.judge import complaints_about_matrix, matrix_text
from autograder.audit.variants import Audit
from autograder.catalog import Project

Command = Callable[..., subprocess.CompletedProcess[str]]
MATRIX = """\
# Made by `autograder audit variants --update`: the parts that fail on each chaff.
student/accepts_texts: 1.1.errors
student/adds_two: 1.1.core
"""


def about(found: Audit, words: str) -> list[str]:
    return [complaint.text for complaint in found.complaints if words in complaint.text]


def test_a_wheat_that_loses_a_part_is_told_with_its_reason(found: Audit) -> None:
    assert about(found, "wheat ") == [
        "wheat student/as_float loses 1.2.core: half of an odd number: "
        "wrong type: float instead of int; halve(9) returned 4.5; expected 4"
    ]


def test_a_chaff_that_loses_nothing_survives(found: Audit) -> None:
    assert about(found, "chaff student/harmless") == [
        "chaff student/harmless survives: it loses nothing on 1.1"
    ]


def test_a_chaff_must_leave_other_functions_alone(found: Audit) -> None:
    assert about(found, "chaff student/spreads") == [
        "chaff student/spreads loses 1.2, which it does not change"
    ]


def test_a_chaff_must_change_something(found: Audit) -> None:
    assert about(found, "chaff student/idle") == ["chaff student/idle changes no function of the assignment"]


def test_two_hints_for_one_row_are_a_complaint(found: Audit) -> None:
    assert about(found, "two hints") == [
        "chaffs student/accepts_texts and student/repeats_texts answer 1.1 alike, with two hints"
    ]


def test_a_chaff_that_is_caught_is_no_complaint(found: Audit) -> None:
    assert about(found, "student/adds_two") == ["the matrix now has: student/adds_two: 1.1.core"]
    failed = {run.variant.name: run.failed_parts for run in found.chaffs}
    assert failed == {
        "accepts_texts": ("1.1.errors",),
        "adds_two": ("1.1.core",),
        "halves_up": ("1.2.core",),
        "harmless": (),
        "idle": (),
        "repeats_texts": ("1.1.errors",),
        "spreads": ("1.1.core", "1.2.core"),
    }


def test_the_last_line_sums_up(found: Audit) -> None:
    n_lines = len(matrix_text(found.chaffs).splitlines())
    assert found.summary.startswith(
        "2 wheats, 1 rejected; 7 chaffs, 3 not caught; "
        f"{1 + 3 + 1 + n_lines} complaints; "  # one about two chaffs; no matrix is committed
    )
    content = json.loads(found.to_json())
    assert content["complaints"] == [complaint.text for complaint in found.complaints]
    assert content["wheats"]["student/as_float"]["parts"] == ["1.2.core"]


def test_the_matrix_is_compared_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "matrix.txt"
    path.write_text(MATRIX, encoding="utf-8")
    assert complaints_about_matrix(MATRIX, path) == []
    changed = complaints_about_matrix(MATRIX.replace("1.1.core", "-"), path)
    assert [complaint.text for complaint in changed] == [
        "the committed matrix has: student/adds_two: 1.1.core",
        "the matrix now has: student/adds_two: -",
    ]
    assert len(complaints_about_matrix(MATRIX, tmp_path / "absent.txt")) == len(MATRIX.splitlines())


@pytest.fixture(scope="module")
def sound(small: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy with sound variants only."""
    root = tmp_path_factory.mktemp("sound") / "root"
    shutil.copytree(small.root, root)
    (root / "autograder" / "course" / "wheats" / "student" / "as_float.py").unlink()
    for name in ("repeats_texts", "halves_up", "harmless", "spreads", "idle"):
        (root / "autograder" / "course" / "chaffs" / "student" / f"{name}.py").unlink()
    return Project(root)


@pytest.mark.slow
def test_the_command_writes_the_matrix_of_its_root_and_then_holds_it(
    sound: Project, run_autograder: Command
) -> None:
    arguments = ("audit", "--root", sound.root, "--seed", 1)
    done = run_autograder(*arguments, "--update")
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("1 wheats, 0 rejected; 2 chaffs, 0 not caught")
    assert sound.matrix_file.read_text(encoding="utf-8") == MATRIX

    changed = MATRIX.replace("adds_two: 1.1.core", "adds_two: 1.1.core 1.1.errors")
    sound.matrix_file.write_text(changed, encoding="utf-8")
    done = run_autograder(*arguments, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["complaints"] == [
        "the committed matrix has: student/adds_two: 1.1.core 1.1.errors",
        "the matrix now has: student/adds_two: 1.1.core",
    ]


def test_the_matrix_is_of_the_assignments_own_chaffs(
    small: Project, run_autograder: Command, tmp_path: Path
) -> None:
    done = run_autograder("audit", "--root", small.root, "--chaffs", tmp_path, "--update")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: --update writes the matrix of the course's own chaffs: leave out --chaffs\n"
    )
