"""One grade of 100: groups, attempts, exceptions, regrades; what does not match is refused."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import AutograderError
from autograder.regrade.gradebook.book import Book, Line, Policy, Which
from autograder.regrade.gradebook.people import Student
from autograder.regrade.gradebook.read import (
    Attempt,
    read_attempts,
    read_exceptions,
    read_roster,
    read_written,
)
from autograder.regrade.gradebook.write import as_canvas, as_csv, as_moodle
from autograder.regrade.journal import Journal
from autograder.regrade.result import Result, State

ADA = Student("Ada", "001", "ada@x.edu")
BEN = Student("Ben", "002", "ben@x.edu")
CLEO = Student("Cleo", "003", "cleo@x.edu")


def attempt(score: float | None, *students: Student, name: str = "s", time: str = "") -> Attempt:
    state = State.GRADED if score is not None else State.ERROR
    return Attempt(name, students or (ADA,), state, score, time)


def grades(*attempts: Attempt, written: dict[str, float] | None = None, **facts: Any) -> dict[str, Any]:
    found = None if written is None else {key: (Student(sid=key), points) for key, points in written.items()}
    lines = Book(attempts, 70.0, 30.0, written=found, **facts).lines()
    return {line.student.sid: line.grade for line in lines}


def exceptions(tmp_path: Path, *lines: str) -> Any:
    path = tmp_path / "exceptions.csv"
    path.write_text("\n".join(["student,kind,value", *lines]))
    return read_exceptions(path)


def test_code_and_written_answers_make_a_grade_of_100() -> None:
    assert grades(attempt(63.0), written={"001": 24.0}) == {"001": 87.0}
    assert grades(attempt(70.0), written={"001": 30.0}) == {"001": 100.0}
    assert grades(attempt(0.0), written={"001": 0.0}) == {"001": 0.0}
    assert grades(attempt(35.0)) == {"001": 50.0}  # code alone


def test_all_members_of_a_group_get_its_grade() -> None:
    found = grades(attempt(70.0, ADA, BEN), written={"001": 30.0, "002": 10.0})
    assert found == {"001": 100.0, "002": 80.0}


def test_the_attempt_that_counts() -> None:
    early, late = attempt(60.0, name="a", time="2026-11-01"), attempt(50.0, name="b", time="2026-11-02")
    assert grades(late, early, which=Which.LAST) == {"001": round(100 * 50 / 70, 2)}
    assert grades(early, late, which=Which.BEST) == {"001": round(100 * 60 / 70, 2)}
    with pytest.raises(AutograderError, match="001 has a, b: say which counts"):
        grades(early, late)
    with pytest.raises(AutograderError, match="say which counts"):
        grades(early, attempt(1.0), which=Which.LAST)  # a time is missing
    # A grader error could hide the best attempt.
    assert grades(early, attempt(None), which=Which.BEST) == {"001": None}


def test_a_regrade_takes_points_from_nobody_if_the_policy_says_so() -> None:
    old = [attempt(70.0, ADA), attempt(0.0, BEN)]
    new = [attempt(35.0, ADA), attempt(70.0, BEN)]
    assert grades(*new, old_attempts=old) == {"001": 50.0, "002": 100.0}
    assert grades(*new, old_attempts=old, policy=Policy.MAX) == {"001": 100.0, "002": 100.0}
    assert grades(attempt(None), old_attempts=old[:1], policy=Policy.MAX) == {"001": None}


def test_no_score_is_no_zero() -> None:
    assert grades(attempt(None), written={"001": 30.0}) == {"001": None}


def test_excused_and_late(tmp_path: Path) -> None:
    found = exceptions(tmp_path, "001,excused,", "BEN@x.edu,late,10%", "003,late,5")
    attempts = [attempt(70.0, ADA), attempt(70.0, BEN), attempt(1.4, CLEO)]
    lines = Book(attempts, 70.0, 30.0, exceptions=found).lines()
    assert [line.grade for line in lines] == [None, 90.0, 0.0]
    assert [line.remark for line in lines] == ["excused", "late: -10%", "late: -5"]
    assert grades(*attempts[:1], written={}, exceptions=found[:1]) == {"001": None}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("001,lost,", "line 2: the column kind holds excused or late"),
        ("001,late,abc", "'abc' is not a number"),
        ("001,late,nan", "'nan' is not a number"),
        ("001,late,120%", "up to 100%"),
        (",excused,", "names no student"),
    ],
)
def test_bad_exceptions_are_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(AutograderError, match=said):
        exceptions(tmp_path, line)


def test_what_does_not_match_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match="no code: 009"):
        grades(attempt(1.0), written={"001": 1.0, "009": 1.0})
    with pytest.raises(AutograderError, match="no points for written answers: 002"):
        grades(attempt(1.0), attempt(1.0, BEN), written={"001": 1.0})
    with pytest.raises(AutograderError, match="handed in nothing: 008"):
        grades(attempt(1.0), exceptions=exceptions(tmp_path, "008,excused,"))
    with pytest.raises(AutograderError, match="001 has 31 points for written answers, of 30"):
        grades(attempt(1.0), written={"001": 31.0})
    mixed = Student("Ada", "001", "ben@x.edu")
    with pytest.raises(AutograderError, match="two values for sid: 001 and 002"):
        grades(attempt(1.0), attempt(1.0, BEN), attempt(1.0, mixed))


def test_ids_are_found_whatever_the_spreadsheet_did(tmp_path: Path) -> None:
    path = tmp_path / "written.csv"
    path.write_text("\ufeffEmail, Points\n ADA@X.EDU ,12.5\n\n", encoding="utf-8")
    written = read_written(path)
    assert Book([attempt(70.0)], 70.0, 30.0, written=written).lines()[0].written == 12.5
    path.write_text("sid,points\n001,1\n001,2\n")
    with pytest.raises(AutograderError, match="line 3: 001 stands there twice"):
        read_written(path)
    path.write_text("who,points\nAda,1\n")
    with pytest.raises(AutograderError, match="no column called sid"):
        read_written(path)


def test_the_totals_of_written_answers_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    head = "student,name,Q1,Q2,total,missing,unmarked\nmaximum,,20,10,30,,\n"
    path.write_text(f'{head}submission_7,"Ada, Ben",12,6,18,,\n003,Cleo,0,0,0,Q1 Q2,\n')
    attempts = [attempt(70.0, ADA, BEN, name="submission_7"), attempt(70.0, CLEO, name="submission_8")]
    lines = Book(attempts, 70.0, 30.0, written=read_written(path)).lines()
    assert [line.grade for line in lines] == [88.0, 88.0, 70.0]
    path.write_text(f"{head}submission_7,,12,,12,,1\n")
    with pytest.raises(AutograderError, match="line 3: not all answers of submission_7 are marked"):
        read_written(path)
    path.write_text("sid,points\nsubmission_7,1\n001,2\n")
    with pytest.raises(AutograderError, match="001 stands there twice"):
        Book(attempts[:1], 70.0, 30.0, written=read_written(path)).lines()


def test_results_come_from_a_journal_or_from_gradescopes_grades(tmp_path: Path) -> None:
    with Journal(tmp_path / "course.sqlite") as journal:
        journal.note([("submission_1", "c")], "b")
        journal.write(Result("submission_1", "c", "b", State.GRADED, 7.0, 70.0))
    with pytest.raises(AutograderError, match="nobody is known to have handed in submission_1"):
        read_attempts(tmp_path / "course.sqlite")
    with Journal(tmp_path / "course.sqlite") as journal:
        journal.note_people({"submission_1": {"submitters": [vars(ADA), vars(BEN)], "created_at": "t"}})
    assert read_attempts(tmp_path / "course.sqlite") == [
        Attempt("submission_1", (ADA, BEN), State.GRADED, 7.0, "t")
    ]
    path = tmp_path / "grades.csv"
    path.write_text(
        "First Name,Last Name,SID,Email,Total Score,Status,Submission ID\n"
        "Ada,L,001,ada@x.edu,61.5,Graded,77\nBen,M,002,ben@x.edu,,Missing,\n"
    )
    (only,) = read_attempts(path)
    assert (only.name, only.students[0], only.score) == ("77", Student("Ada L", "001", "ada@x.edu"), 61.5)


def test_canvas_and_moodle_import_it(tmp_path: Path) -> None:
    lines = [
        Line(ADA, 63.0, 24.0, 87.25),
        Line(BEN, 1.0, 1.0, None, is_excused=True),
        Line(CLEO, None, 1, None),
    ]
    canvas = list(csv.reader(io.StringIO(as_canvas(lines, "HW").decode())))
    assert canvas[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW"]
    assert [row[-1] for row in canvas[1:]] == ["100", "87.25", "EX", ""]
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\nL, 900,001,,A\n,901,002,,A\n,902,003,,B\n"
    )
    with_ids = list(csv.reader(io.StringIO(as_canvas(lines, "HW", read_roster(roster)).decode())))
    assert [row[1].strip() for row in with_ids[2:]] == ["900", "901", "902"]
    with pytest.raises(AutograderError, match="not in the roster: 001"):
        as_canvas(lines, "HW", read_roster(roster)[1:])
    moodle = list(csv.reader(io.StringIO(as_moodle(lines, "HW").decode())))
    assert moodle[:2] == [["ID number", "Email address", "HW"], ["001", "ada@x.edu", "87.25"]]
    evil = [Line(Student("=HYPERLINK()", "005", "e@x.edu"), 1.0, 1.0, 2.0)]
    assert "'=HYPERLINK()" in as_csv(evil).decode("utf-8-sig")
