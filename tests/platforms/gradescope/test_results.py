"""`results.json` is what Gradescope documents, from the first second on, and says no more than it may."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograder.catalog import Assignment, Project
from autograder.grading.grade import Grade
from autograder.messages import students
from autograder.platforms.gradescope.results import (
    GradescopeWriter,
    encode,
    refused_results,
    results,
    unfinished_results,
)

MakeGrade = Callable[..., Grade]
Check = Callable[[object], None]
SECRET = "SECRET"


@pytest.fixture
def assignment(project: Project) -> Assignment:
    return project.assignment


def only_core_of_1_2(part: str) -> str:
    return "wrong value" if part == "1.2.core" else ""


def everything(_part: str) -> str:
    return "not started"


def entries_of(content: dict[str, Any], number: str) -> list[dict[str, Any]]:
    return [test for test in content["tests"] if test["number"] == number]


# The schema itself


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        {"score": "70"},
        {"score": None},
        {"score": 1, "points": 2},
        {"tests": [{"name": "a", "status": None}]},
        {"tests": [{"name": "a", "status": "ok"}]},
        {"tests": [{"number": 1.1}]},
        {"tests": [{"score": 1, "visibility": "after_deadline"}]},
        {"tests": [{"output": "x" * 100_001}]},
        {"output": "", "stdout_visibility": "none"},
        {"output": "", "leaderboard": [{"name": "time"}]},
    ],
)
def test_the_schema_refuses_what_gradescope_would(assert_valid_results: Check, content: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        assert_valid_results(content)


# A graded submission


@pytest.mark.parametrize("failing", [lambda _part: "", only_core_of_1_2, everything])
@pytest.mark.parametrize("feedback", ["none", "hint", "full"])
@pytest.mark.parametrize("visibility", ["visible", "after_due_date", "after_published", "hidden"])
def test_results_are_valid_under_every_policy(
    make_grade: MakeGrade,
    assignment: Assignment,
    assert_valid_results: Check,
    failing: Callable[[str], str],
    feedback: str,
    visibility: str,
) -> None:
    policy = replace(assignment, feedback=feedback, visibility=visibility)
    content = results(make_grade(failing), policy)
    assert_valid_results(content)
    assert {test["visibility"] for test in content["tests"] if "score" in test} == {visibility}


def test_full_marks_add_up(make_grade: MakeGrade, assignment: Assignment) -> None:
    content = results(make_grade(), assignment)
    assert content["score"] == assignment.code_points
    assert sum(test["score"] for test in content["tests"] if "score" in test) == assignment.code_points
    assert sum(test["max_score"] for test in content["tests"] if "score" in test) == assignment.code_points
    assert {test["status"] for test in content["tests"] if "status" in test} == {"passed"}
    assert content["extra_data"]["state"] == "complete"


def test_nothing_started_is_a_complete_zero(make_grade: MakeGrade, assignment: Assignment) -> None:
    content = results(make_grade(everything), assignment)
    assert (content["score"], content["extra_data"]["state"]) == (0, "complete")
    assert {test["status"] for test in content["tests"] if "status" in test} == {"failed"}


def test_other_parts_count_only_with_their_core_and_say_so(
    make_grade: MakeGrade, assignment: Assignment
) -> None:
    content = results(make_grade(only_core_of_1_2), assignment)
    (question,) = (each for each in assignment.questions if each.number == "1.2")
    assert content["score"] == assignment.code_points - question.points
    scored = [test for test in entries_of(content, "1.2") if "score" in test]
    assert [test["score"] for test in scored] == [0] * len(question.parts)
    assert "wrong value" in scored[0]["output"]
    assert all("they count once the function's core passes" in test["output"] for test in scored[1:])


def test_written_answers_are_received_and_never_scored(make_grade: MakeGrade, assignment: Assignment) -> None:
    content = results(make_grade(), assignment)
    written = [test for test in content["tests"] if test["number"].startswith("Q")]
    assert not any({"score", "max_score", "status"} & set(test) for test in written)
    outputs = [test["output"] for test in written]
    assert outputs[:2] == ["not received", "received, but nothing stands between its ANSWER lines"]
    assert outputs[3] == "received, 250 words, graded by staff"


def test_a_total_that_is_not_to_be_seen_yet_is_not_written_above(
    make_grade: MakeGrade, assignment: Assignment
) -> None:
    open_, later = (
        results(make_grade(), replace(assignment, visibility=visibility))
        for visibility in ("visible", "after_published")
    )
    points = f"{assignment.code_points:g}"
    assert open_["output"].startswith(f"{points} of {points} points for code")
    assert (later["visibility"], points in later["output"]) == ("after_published", False)


def test_what_a_student_should_know_of_the_files_is_told(
    make_grade: MakeGrade, assignment: Assignment, assert_valid_results: Check
) -> None:
    graded = replace(make_grade(), notes=("'A.py' was taken for 'a.py'", "left out: 'b\\n.py'"))
    content = results(graded, assignment)
    assert_valid_results(content)
    assert content["output"].splitlines()[1:] == [
        "Note: 'A.py' was taken for 'a.py'.",
        "Note: left out: 'b\\n.py'.",
    ]
    assert content["score"] == assignment.code_points


@pytest.mark.parametrize(
    ("feedback", "shows_kind", "shows_values"), [("none", 0, 0), ("hint", 1, 0), ("full", 1, 1)]
)
def test_students_see_what_the_policy_allows(
    make_grade: MakeGrade, assignment: Assignment, feedback: str, *, shows_kind: bool, shows_values: bool
) -> None:
    content = results(make_grade(only_core_of_1_2), replace(assignment, feedback=feedback))
    (core,) = (test for test in entries_of(content, "1.2") if test["name"].endswith("core"))
    assert core["status"] == "failed"
    assert ("wrong value" in core["output"]) == shows_kind
    assert (SECRET in core["output"]) == shows_values


def test_a_worked_example_is_shown_in_full_and_has_no_points(
    make_grade: MakeGrade, assignment: Assignment
) -> None:
    content = results(make_grade(lambda part: "wrong value" if part == "1.2.example" else ""), assignment)
    (example,) = (test for test in entries_of(content, "1.2") if "score" not in test)
    assert example["status"] == "failed"
    assert SECRET in example["output"]
    assert content["score"] == assignment.code_points


# No score yet, or never


@pytest.mark.parametrize(
    "content", [unfinished_results(), unfinished_results("why"), refused_results("no zip")]
)
def test_what_is_no_grade_is_valid_and_holds_no_score(
    assert_valid_results: Check, content: dict[str, Any]
) -> None:
    assert_valid_results(content)
    assert "score" not in json.dumps(content)
    assert "status" not in json.dumps(content)
    assert content["extra_data"]["state"] != "complete"


def test_an_unfinished_grading_says_whose_fault_it_is_not() -> None:
    content = unfinished_results("MemoryError: hidden value 17")
    assert "This is not your fault" in content["output"]
    assert "hidden value" not in content["output"] + content["tests"][0]["output"]


# The file


def test_the_file_is_what_was_written_to_it(
    make_grade: MakeGrade, assignment: Assignment, tmp_path: Path
) -> None:
    grade = make_grade()
    content = results(grade, assignment)
    path = tmp_path / "new" / "results.json"
    GradescopeWriter(path, assignment).complete(grade)
    assert json.loads(path.read_bytes().decode("utf-8")) == content
    assert [each.name for each in path.parent.iterdir()] == ["results.json"]


def test_text_that_utf8_cannot_hold_is_still_written() -> None:
    read = json.loads(encode({"output": "a lone \ud800 and a ☃"}).decode("utf-8"))
    assert read["output"] == "a lone \ud800 and a ☃"


def test_a_number_that_json_lacks_leaves_the_old_file(
    make_grade: MakeGrade, assignment: Assignment, tmp_path: Path
) -> None:
    path = tmp_path / "results.json"
    writer = GradescopeWriter(path, assignment)
    writer.unfinished()
    before = path.read_bytes()
    with pytest.raises(ValueError, match="JSON"):
        writer.complete(replace(make_grade(), seconds=float("nan")))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_never_sees_half_a_file(
    assignment: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.json"
    writer = GradescopeWriter(path, assignment)
    writer.refused("old")
    seen: list[str] = []
    move = Path.replace

    def look_then_move(temporary: Path, target: Path) -> Path:
        seen.append(json.loads(target.read_text(encoding="utf-8"))["extra_data"]["reason"])
        seen.append(json.loads(temporary.read_text(encoding="utf-8"))["extra_data"]["reason"])
        return move(temporary, target)

    monkeypatch.setattr(Path, "replace", look_then_move)
    writer.refused("new")
    assert seen == ["old", "new"]
    assert json.loads(path.read_text(encoding="utf-8"))["extra_data"]["reason"] == "new"


def test_the_shell_script_says_the_same_until_the_grader_starts(project: Project) -> None:
    script = project.root / "autograder" / "platforms" / "gradescope" / "run_autograder.sh"
    assert script.read_text(encoding="utf-8").count(students.results.UNFINISHED) == 2
