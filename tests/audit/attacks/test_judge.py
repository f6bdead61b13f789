"""Checks on a graded attack: points, a valid file, no secret; each breach is a sentence."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.audit.attacks import judge
from autograder.audit.attacks.canaries import Canaries
from autograder.audit.attacks.judge import (
    complaints_about_file,
    complaints_about_points,
    complaints_about_secrets,
)
from autograder.catalog import Project
from autograder.grading.failure import Evidence, Failure, FailureKind
from autograder.grading.grade import Grade
from autograder.platforms.gradescope.results import GradescopeWriter, results

MakeGrade = Callable[..., Grade]
CANARIES = Canaries.fresh(["key", "hidden tests"])
TOKEN = CANARIES.tokens["key"]


def full_marks(project: Project) -> dict[str, float]:
    return {question.number: question.points for question in project.assignment.questions}


WRONG: dict[str, Any] = {"kind": FailureKind.WRONG_VALUE, "words": "wrong"}


def raised(call: str, text: str) -> Evidence:
    return Evidence(call, f"raised ValueError: {text}", text, "1")


def changed(grade: Grade, **fields: Any) -> Grade:
    """The grade with another failure of the first check of its first question."""
    first, *others = grade.questions
    part, *more = first.parts
    failed = replace(part.checks[0], failure=Failure(**{**WRONG, **fields}))
    parts = (replace(part, checks=(failed,)), *more)
    return replace(grade, questions=(replace(first, parts=parts), *others))


def test_an_honest_grade_is_no_complaint(project: Project, make_grade: MakeGrade) -> None:
    assert complaints_about_points(make_grade(), full_marks(project)) == []
    nothing = dict.fromkeys(full_marks(project), 0.0)
    assert complaints_about_points(make_grade(lambda _part: "wrong"), nothing) == []


def test_points_are_compared_question_by_question(project: Project, make_grade: MakeGrade) -> None:
    grade = make_grade(lambda part: "wrong" if part == "1.2.masking" else "")
    assert complaints_about_points(grade, full_marks(project)) == [
        "the grade is 69, an honest equal gets 70: next_token_loss 4 instead of 5"
    ]
    # As many points as it should have, but not where it should have them.
    expected = {**full_marks(project), "1.2": 4.0, "1.1": 3.0}
    assert complaints_about_points(grade, expected) == [
        "the grade is 69, an honest equal gets 70: next_token_pairs 2 instead of 3"
    ]


@pytest.mark.parametrize("failing", ["", "raised ValueError"])
def test_results_of_ours_are_valid(
    project: Project, make_grade: MakeGrade, tmp_path: Path, failing: str
) -> None:
    file = tmp_path / "results.json"
    writer = GradescopeWriter(file, project.assignment)
    for content in (writer.of_grade(make_grade(lambda _part: failing)), writer.of_unfinished("")):
        file.write_bytes(content)
        assert complaints_about_file(file) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON: Expecting value"),
        (b'{"score": NaN, "output": ""}', "is not JSON: NaN is not JSON"),
        (b'{"output": "\xff"}', "is not JSON: 'utf-8' codec"),
        (b'{"score": "70"}', "is not valid at $.score: '70' is not of type 'number'"),
        (b'{"score": -1}', "is not valid at $.score: -1 is less than the minimum"),
        (b'{"output": "", "stdout": ""}', "is not valid at $: Additional properties are not allowed"),
    ],
)
def test_a_file_that_the_platform_does_not_take_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(content)
    (complaint,) = complaints_about_file(file)
    assert complaint.startswith(f"the results file {said}")


@pytest.mark.parametrize("policies", [("none",), ("hint",), ("full",), ("none", "hint", "full")])
def test_a_canary_that_a_broken_report_shows_is_told(
    project: Project, make_grade: MakeGrade, monkeypatch: pytest.MonkeyPatch, policies: tuple[str, ...]
) -> None:
    def broken(grade: Grade, assignment: Any) -> dict[str, Any]:
        content = results(grade, assignment)
        if assignment.feedback in policies:
            content["tests"][3]["output"] += f"\n{TOKEN[::-1]}"
        return content

    monkeypatch.setattr(judge, "results", broken)
    assert complaints_about_secrets(make_grade(), project.assignment, CANARIES) == [
        f"the canary of key shows under {policy}" for policy in policies
    ]


def test_a_canary_that_was_read_is_told_though_only_staff_see_it(
    project: Project, make_grade: MakeGrade
) -> None:
    grade = replace(make_grade(), staff={"printed": {"1.1": f"found {TOKEN}"}})
    assert complaints_about_secrets(grade, project.assignment, CANARIES) == [
        "the submission could read the canary of key"
    ]


def test_details_are_for_staff(project: Project, make_grade: MakeGrade) -> None:
    evidence = raised("f(tensor([0.12345678]))", "it was 31415926 this time")
    grade = changed(make_grade(lambda _part: "wrong"), evidence=evidence)
    assert complaints_about_secrets(grade, project.assignment, CANARIES) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("raised ValueError at loss.py, line 31415926", "31415926"),
        ("raised V_0.12345678 at loss.py", "0.12345678"),
        ("raised ValueError: it was 42 this time", "it was 42 this time"),
        ("not f(0.12345678) raised ValueError: it was 42 this time; expected 1", "0.12345678"),
    ],
)
def test_a_hidden_value_in_what_students_read_is_told(
    project: Project, make_grade: MakeGrade, words: str, value: str
) -> None:
    evidence = raised("f(0.12345678, 31415926)", "it was 42 this time")
    grade = changed(make_grade(lambda _part: "wrong"), words=words, evidence=evidence)
    complaints = complaints_about_secrets(grade, project.assignment, CANARIES)
    # Under `none` no words are shown; under `full` everything is.
    assert f"a hidden value shows under hint: {value}" in complaints
    assert all("under hint" in complaint for complaint in complaints)


def test_why_a_file_cannot_be_compiled_is_no_secret(project: Project, make_grade: MakeGrade) -> None:
    reason = "source code string cannot contain null bytes"
    words = f"the file cannot be imported: ValueError at student.py ({reason})"
    failed = {"kind": FailureKind.IMPORT_FAILED, "words": words, "evidence": raised("f(1)", reason)}
    grade = changed(make_grade(lambda _part: "wrong"), **failed)
    assert complaints_about_secrets(grade, project.assignment, CANARIES) == []


def test_the_worked_example_is_shown(project: Project, make_grade: MakeGrade) -> None:
    grade = make_grade(lambda _part: "wrong")
    first, *others = grade.questions
    assert first.example is not None
    shown = raised("f(0.12345678)", "what was this")
    example = replace(first.example, failure=Failure(FailureKind.RAISED, "wrong", shown))
    grade = replace(grade, questions=(replace(first, example=example), *others))
    grade = changed(grade, evidence=shown)
    assert str(shown) in json.dumps(results(grade, project.assignment))
    assert complaints_about_secrets(grade, project.assignment, CANARIES) == []


@pytest.mark.parametrize("came", ["returned [31415926]", "raised ValueError: it was 31415926"])
def test_a_worked_example_that_shows_a_hidden_call_is_told(
    project: Project, make_grade: MakeGrade, came: str
) -> None:
    grade = changed(
        make_grade(lambda _part: "wrong"), evidence=Evidence("f(31415926)", "returned 1", "", "2")
    )
    first, *others = grade.questions
    assert first.example is not None
    shown = Evidence("f(0.12345678)", came, "it was 31415926" if "raised" in came else "", "1")
    example = replace(first.example, failure=Failure(FailureKind.RAISED, "wrong", shown))
    grade = replace(grade, questions=(replace(first, example=example), *others))
    complaints = complaints_about_secrets(grade, project.assignment, CANARIES)
    assert complaints == [f"a hidden value shows under {policy}: 31415926" for policy in ("none", "hint")]


def test_what_would_move_a_cursor_is_told(project: Project, make_grade: MakeGrade) -> None:
    grade = changed(make_grade(lambda _part: "wrong"), words="raised V\x1b[2J")
    complaints = complaints_about_secrets(grade, project.assignment, CANARIES)
    assert complaints == [f"a control character shows under {policy}: '\\x1b'" for policy in ("hint", "full")]
