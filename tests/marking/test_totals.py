"""Marks are added up only from what people decided, and never while something is missing in silence."""

import csv
import io
from pathlib import Path

import pytest

from autograder.catalog import WrittenQuestion
from autograder.marking.answers import Answer, Answers, Warned, Why
from autograder.marking.class_answers import ClassAnswers
from autograder.marking.columns import fill_columns
from autograder.marking.decisions import Sheet, read_sheet
from autograder.marking.gradebooks import write_totals
from autograder.marking.sheet import blank_sheet
from autograder.marking.students import Person, Student
from autograder.marking.totals import Totals, TotalsError, add_up
from autograder.rubrics import Rubric, RubricError

QUESTION = WrittenQuestion("Q1", "q1_heat", "Heat", "", 3.5, (10, 20), 1, "ask")
COLUMNS = ("Q1.fact", "Q1.style", "Q1.depth")
FULL = {"Q1.fact": "met", "Q1.style": "not_met", "Q1.depth": "1"}


def sheet(decisions: dict[str, dict[str, str]], name: str = "a.csv", **comments: str) -> Sheet:
    return Sheet(Path(name), {"Q1": "x"}, COLUMNS, decisions, comments)


def a_class(**texts: str) -> ClassAnswers:
    answers = {
        name: Answers(name, (Answer(QUESTION, text, len(text.split()), file="q1" if text else ""),))
        for name, text in texts.items()
    }
    people = {"ada": (Person("Ada Meier", "ada@x", "0042"),)}
    return ClassAnswers(tuple(Student(name, people.get(name, ())) for name in texts), answers)


def test_points_are_added_up_and_said_in_the_handouts_words(small: Rubric) -> None:
    totals = add_up([sheet({"ada": FULL}, ada="Well done.")], [small])
    (marks,) = totals.students
    assert marks.points == 2
    assert marks.marks["Q1"].feedback.splitlines() == [
        "1 of 1: Says it.",
        "0 of 0.5: Says it.",
        "1 of 2: Says it. Level 1.",
        "Well done.",
    ]
    assert "Notes" not in marks.marks["Q1"].feedback


def test_an_unmarked_cell_is_named_and_never_worth_nothing(small: Rubric) -> None:
    sheets = [sheet({"ada": FULL, "ben": {"Q1.fact": "met"}})]
    with pytest.raises(TotalsError) as raised:
        add_up(sheets, [small], a_class(ada="x", ben="x", cleo="x"))
    for place in ("ben, Q1.style", "ben, Q1.depth", "cleo, Q1.fact", "5 cells are unmarked"):
        assert place in str(raised.value)
    totals = add_up(sheets, [small], a_class(ada="x", ben="x", cleo="x"), partial=True)
    assert [each.points for each in totals.students] == [2, None, None]


def test_nothing_handed_in_needs_no_mark_but_a_picture_does(small: Rubric) -> None:
    handed_in = a_class(ada="x", ben="")
    totals = add_up([sheet({"ada": FULL, "ben": {}})], [small], handed_in)
    assert (totals.students[1].points, totals.missing) == (0, [("ben", "Q1")])
    picture = Answers("ben", (Answer(QUESTION, warnings=(Warned(Why.UNREADABLE, "q1.png", "image"),)),))
    handed_in = ClassAnswers(handed_in.students, {**handed_in.answers, "ben": picture})
    with pytest.raises(TotalsError, match="3 cells are unmarked"):
        add_up([sheet({"ada": FULL, "ben": {}})], [small], handed_in)


def test_two_sheets_may_agree_and_never_differ(small: Rubric) -> None:
    first, second = sheet({"ada": FULL}, ada="A."), sheet({"ada": dict(FULL)}, "b.csv", ada="B.")
    totals = add_up([first, second], [small])
    assert totals.students[0].marks["Q1"].comment == "A.\nB."
    second.decisions["ada"]["Q1.depth"] = "2"
    with pytest.raises(TotalsError, match=r"ada, Q1\.depth: 1 in a\.csv, 2 in b\.csv"):
        add_up([first, second], [small])


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def totals(small: Rubric) -> Totals:
    sheets = [sheet({"ada": FULL, "77": {"Q1.fact": "met"}}, ada="=1+1")]
    return add_up(sheets, [small], a_class(**{"ada": "x", "77": "x"}), partial=True)


def test_gradebooks_have_each_person_and_no_point_that_is_not_decided(totals: Totals, tmp_path: Path) -> None:
    write_totals(totals, "Heat", tmp_path)
    assert read(tmp_path / "points.csv")[2:] == [
        ["ada", "Ada Meier", "2", "2", "", ""],
        ["77", "", "", "", "", "2"],
    ]
    assert read(tmp_path / "canvas.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Heat (written answers)"],
        ["    Points Possible", "", "", "", "", "3.5"],
        ["Ada Meier", "", "0042", "ada@x", "", "2"],
        ["77", "77", "", "", "", ""],
    ]
    moodle = read(tmp_path / "moodle.csv")
    assert moodle[1][:6] == ["ada", "Ada Meier", "ada@x", "0042", "2", "3.5"]
    assert moodle[2][0] == "Participant 77"
    assert "Q1: not marked yet" in moodle[2][6]
    assert read(tmp_path / "gradescope.csv")[1] == [
        "ada", "Ada Meier", "0042", "Q1", "2", "fact, depth 1", "style", "'=1+1",
    ]  # fmt: skip
    assert (tmp_path / "points.csv").stat().st_mode & 0o077 == 0


def test_a_draft_is_never_a_mark(small: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "q1.csv"
    path.write_bytes(blank_sheet([small], ["0042", "ben"], ";"))
    path.write_text(path.read_text(encoding="utf-8").replace("0042", "42;1;;2;good"), encoding="utf-8")
    drafts = {f"draft {name}": {"0042": "not met", "ben": "met"} for name in COLUMNS}
    for _ in range(2):
        assert fill_columns(path, {**drafts, "flags": {"zoe": "x"}}, replacing="draft ") == ["zoe"]
    filled = read_sheet(path, [small], ["0042", "ben"])
    assert filled.decisions == {"0042": {"Q1.fact": "met", "Q1.depth": "2"}, "ben": {}}
    assert filled.comments["0042"] == "good"
    assert path.read_text(encoding="utf-8").count("draft Q1.fact") == 1
    with pytest.raises(RubricError, match="filled by people only"):
        fill_columns(path, {"Q1.fact": {"ben": "met"}})
