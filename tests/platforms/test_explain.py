"""The explanation of a failed question: the misconception, the missing check, or the first failing input."""

import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.answer_key.build import full_key
from autograder.catalog import Project
from autograder.grading.grade import Grade
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.platforms.explain import explain, nearest
from autograder.platforms.gradescope.results import results
from autograder.platforms.terminal import print_grade
from autograder.sandbox.zygote import Zygote

HIDDEN = '''
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("x", [1, 20, 300])
def test_double(student, reference, x):
    """numbers, doubled"""
    assert_same(student.double(x), reference.double(x))


@pytest.mark.part("1.1.errors")
@pytest.mark.parametrize("text", ["a", ""])
def test_double_text(student, text):
    """a text is refused"""
    assert_raises(student.double(text), "TypeError")


@pytest.mark.part("1.2.core")
def test_halve(student, reference):
    """half of an odd number"""
    assert_same(student.halve(9), reference.halve(9))
'''
CHECKS_TEXT = "def double(x):\n    if isinstance(x, str): raise TypeError\n    return "
HALVE = "\n\ndef halve(x):\n    return x // 2\n"
HINT = "What is two more than 30?"
SQUARED = '"""The double is the square."""\n\nHINT = "What is 1 times 1?"\n' + CHECKS_TEXT + "x * x\n"
ADDED = f'"""Doubling adds two."""\n\nHINT = "{HINT}"\n' + CHECKS_TEXT + "x + 2\n"


@pytest.fixture(scope="module")
def tiny_key(tiny: Callable[..., Project]) -> tuple[Project, Key]:
    """The tiny assignment with two chaffs, recorded."""
    project = tiny(HIDDEN, call_cpu_seconds=0.5)
    folder = project.chaffs_folder / "student"
    folder.mkdir(parents=True)
    for name, text in (("adds_two", ADDED), ("squares", SQUARED)):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return project, full_key(project, 1)


@pytest.fixture
def grade(tiny_key: tuple[Project, Key], zygote: Zygote, tmp_path: Path) -> Callable[[str], Grade]:
    """Grade a submission that is right but for its `double`."""

    def grade_it(double: str) -> Grade:
        (tmp_path / "student.py").write_text(double + HALVE, encoding="utf-8")
        return grade_submission(tmp_path, *tiny_key, zygote, trusted=True)

    return grade_it


def said(grade: Grade, project: Project, part: str, feedback: str = "hint") -> str:
    content = results(grade, replace(project.assignment, feedback=feedback))
    (output,) = (test["output"] for test in content["tests"] if test["name"] == f"double: {part}")
    return str(output)


def test_a_misconception_is_hinted_at_to_students_and_named_to_staff(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key]
) -> None:
    graded = grade(CHECKS_TEXT + "sum([x, 1, 1])\n")
    project = tiny_key[0]
    content = results(graded, replace(project.assignment, feedback="hint"))
    assert content["extra_data"]["misconceptions"] == {"1.1": "student/adds_two"}
    visible = json.dumps(content["tests"])
    assert HINT in visible
    assert "adds_two" not in visible
    assert said(graded, project, "core").splitlines() == [
        "x numbers, doubled: wrong value (3 of 3 inputs)",
        f"? {HINT}",
    ]


@pytest.mark.parametrize(("feedback", "shown"), [("none", False), ("hint", True), ("full", True)])
def test_the_hint_only_if_the_policy_allows(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key], feedback: str, *, shown: bool
) -> None:
    assert (HINT in said(grade(CHECKS_TEXT + "x + 2\n"), tiny_key[0], "core", feedback)) is shown


def test_a_missing_check_is_reported_as_that(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key]
) -> None:
    lines = said(grade("def double(x): return x + x\n"), tiny_key[0], "errors").splitlines()
    assert lines == [
        "x a text is refused: expected TypeError, but nothing was raised (2 of 2 inputs)",
        "? All else is right. What is missing is the error that this check expects: a text is refused.",
    ]
    by_accident = grade("def double(x): return x + x if x != 'a' else {}[x]\n")
    raised = "raised KeyError at student.py, line 1, but expected TypeError"
    assert said(by_accident, tiny_key[0], "errors").splitlines() == [
        f"x a text is refused: {raised} (1 of 2 inputs)",
        "x a text is refused: expected TypeError, but nothing was raised (1 of 2 inputs)",
        "? All else is right. What is missing is the error that this check expects: a text is refused.",
    ]


def test_a_wrong_value_besides_is_no_missing_check(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key]
) -> None:
    graded = grade("def double(x): return x + x if x != 300 else 0\n")
    assert "What is missing" not in said(graded, tiny_key[0], "core") + said(graded, tiny_key[0], "errors")


def test_where_nothing_fits_the_smallest_input_that_fails_is_told_in_its_authors_words(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key]
) -> None:
    graded = grade("def double(x): return x + x if x < 10 else 77\n")
    assert graded.staff["misconceptions"] == {}
    lines = said(graded, tiny_key[0], "core").splitlines()
    assert lines == [
        "x numbers, doubled: wrong value (2 of 3 inputs)",
        "> The smallest input that fails is of this kind: numbers, doubled.",
    ]
    assert said(graded, tiny_key[0], "core", "full").splitlines()[:2] == [
        "x numbers, doubled: wrong value (2 of 3 inputs)",
        "    double(20) returned 77; expected 40",
    ]
    assert said(graded, tiny_key[0], "core", "none") == "failed"


def test_a_time_out_tells_the_function_the_kind_of_input_and_the_seconds(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key]
) -> None:
    loop = "def double(x):\n    while x == 20: pass\n    return x + x\n"
    lines = said(grade(loop), tiny_key[0], "core").splitlines()
    assert lines[0] == (
        "x numbers, doubled: your double did not finish within 0.5 s of CPU time, or 3 s in all "
        "(1 of 3 inputs)"
    )
    assert "20" not in " ".join(lines)


def test_the_terminal_shows_the_hint_and_the_values(grade: Callable[[str], Grade]) -> None:
    file = io.StringIO()
    print_grade(grade(CHECKS_TEXT + "x + 2\n"), "ada", Console(file=file, width=120, no_color=True))
    assert f"? {HINT}" in file.getvalue()
    assert "double(1) returned 3; expected 2" in file.getvalue()


def test_rows_stand_beside_those_of_the_nearest_chaffs(
    grade: Callable[[str], Grade], tiny_key: tuple[Project, Key]
) -> None:
    graded = grade(CHECKS_TEXT + "x + 2 if x < 100 else [x]\n")
    recorded = tiny_key[1].fingerprints["1.1"]
    assert [each.chaff for each in nearest(graded.questions[0].fingerprint, recorded)] == [
        "student/adds_two",  # one value differs, of squares all do
        "student/squares",
    ]
    file = io.StringIO()
    explain(graded, tiny_key[1], Console(file=file, width=150, no_color=True))
    table = file.getvalue()
    assert "1.1 double" in table
    assert "1.2" not in table  # it passed
    line = next(line for line in table.splitlines() if "test_double[300]" in line)
    assert [cell.strip() for cell in line.split("│")[2:5]] == [
        '{"value": [300]}', '{"value": 302}', '{"value": 90000}',
    ]  # fmt: skip
    assert "recognised:" not in table


@pytest.mark.slow
def test_explain_is_on_request(
    tiny_key: tuple[Project, Key],
    tmp_path: Path,
    run_autograder: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    (tmp_path / "student.py").write_text(CHECKS_TEXT + "x + 2\n" + HALVE, encoding="utf-8")
    arguments: tuple[Any, ...] = ("grade", tmp_path, "--root", tiny_key[0].root, "--seed", 1)
    plain = run_autograder(*arguments)
    shown = run_autograder(*arguments, "--explain")
    assert (plain.returncode, shown.returncode) == (0, 0), plain.stderr + shown.stderr
    assert "recognised: student/adds_two" not in plain.stdout
    assert "recognised: student/adds_two" in shown.stdout
    assert '{"value": 302}' in shown.stdout
