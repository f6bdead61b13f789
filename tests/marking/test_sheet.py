"""A sheet comes back as it was filled in, whatever a spreadsheet program made of it, and holds no formula."""

import csv
import io
from pathlib import Path

import pytest

from autograder.marking.decisions import read_sheet
from autograder.marking.sheet import RISKY, answer_names, blank_sheet, cell_text, safe_cell
from autograder.rubrics import Rubric, RubricError


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def filled(rubric: Rubric, decisions: dict[str, list[str]], delimiter: str = ",") -> bytes:
    rows = [
        row + decisions.get(cell_text(row[0]), []) for row in rows_of(blank_sheet([rubric], [*decisions, ""]))
    ]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "sheet.csv"


def test_the_sheet_names_version_and_hash_and_has_a_column_for_each_criterion(
    rubrics: tuple[Rubric, ...],
) -> None:
    content = blank_sheet(rubrics, ["ada", "ben"])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = {row[0]: row[1:] for row in rows_of(content)}
    heads = [row for row in rows_of(content) if row[0] == "rubric"]
    assert heads == [["rubric", each.question, each.version, each.hash] for each in rubrics]
    columns = [f"{rubric.question}.{each.id}" for rubric in rubrics for each in rubric.criteria]
    assert rows["answer"] == [*columns, "comments"]
    assert len(rows["points"]) == len(rows["criterion"]) == len(rows["counts"]) == len(columns)
    assert list(rows)[-2:] == ["ada", "ben"]


def test_an_untouched_sheet_holds_no_decision(rubrics: tuple[Rubric, ...], sheet: Path) -> None:
    sheet.write_bytes(blank_sheet(rubrics, ["ada", ""]))
    read = read_sheet(sheet, rubrics)
    assert read.decisions == {"ada": {}}
    assert read.hashes == {rubric.question: rubric.hash for rubric in rubrics}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_filled_sheet_comes_back(small: Rubric, sheet: Path, delimiter: str) -> None:
    decisions = {
        "ada": ["1", "0", "2", "=good"],
        "ben": ["", "x", "1.0", ""],
        "=cmd": ["TRUE", "no", "0", "-"],
    }
    sheet.write_bytes(filled(small, decisions, delimiter))
    read = read_sheet(sheet, [small])
    assert read.decisions == {
        "ada": {"Q1.fact": "met", "Q1.style": "not_met", "Q1.depth": "2"},
        "ben": {"Q1.style": "met", "Q1.depth": "1"},
        "=cmd": {"Q1.fact": "met", "Q1.style": "not_met", "Q1.depth": "0"},
    }
    assert read.comments["ada"] == "=good"


def test_a_decimal_comma_is_understood(rubrics: tuple[Rubric, ...], sheet: Path) -> None:
    sheet.write_bytes(filled(rubrics[-1], {"ada": ["0,5"]}, ";"))
    assert read_sheet(sheet, rubrics).decisions == {"ada": {"Q5.claim": "0.5"}}


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        (["2"], r"row 8 \(ada\), Q1.fact: '2' is no decision; write 1 or 0"),
        (["maybe"], "'maybe' is no decision"),
        (["1", "1", "1.5"], "Q1.depth: '1.5' is no decision; write 0 or 1 or 2"),
        (["1", "1", "met"], "Q1.depth: 'met' is no decision"),
        (["1", "1", "nan"], "Q1.depth: 'nan' is no decision"),
    ],
)
def test_a_cell_that_is_no_decision_is_named(
    small: Rubric, sheet: Path, cells: list[str], complaint: str
) -> None:
    sheet.write_bytes(filled(small, {"ada": cells}))
    with pytest.raises(RubricError, match=complaint):
        read_sheet(sheet, [small])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "no sheet of decisions"),
        (b"answer,Q1.fact\nada,1\n", "no sheet of decisions"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.other\nada,1\n", "'Q1.other' is no criterion"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact,Q1.fact\nada,1,0\n", "stands twice"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\nada,1\nada,0\n", "the answer 'ada' stands twice"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n,1\n", "no answer's name"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n\xe4da,1\n", "save it as 'CSV UTF-8'"),
        (b'rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n"ada,1\n', "is no CSV"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(
    small: Rubric, sheet: Path, content: bytes, complaint: str
) -> None:
    sheet.write_bytes(content)
    with pytest.raises(RubricError, match=complaint):
        read_sheet(sheet, [small])


def test_no_cell_is_a_formula(small: Rubric) -> None:
    names = [f"{sign}cmd|' /C calc'!A0" for sign in RISKY] + [" =1", "\u00a0@x"]
    cells = [cell for row in rows_of(blank_sheet([small], names)) for cell in row]
    assert [cell for cell in cells if cell.lstrip(" \u00a0").startswith(tuple(set(RISKY) - {"'"}))] == []


TEXTS = ["=1", "'=1", "''=1", "'tis", "'", "", "plain", "+", "- list", " =x", "@a", "\t=1"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    assert cell_text(safe_cell(text)) == text


def test_rows_are_named_for_the_answers_of_a_folder(tmp_path: Path) -> None:
    for name in ("ben.md", "ada.md", ".hidden"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "submission_7").mkdir()
    assert answer_names(tmp_path) == ["ada", "ben", "submission_7"]
    with pytest.raises(RubricError, match="is no folder"):
        answer_names(tmp_path / "ada.md")
    with pytest.raises(RubricError, match="is empty"):
        answer_names(tmp_path / "submission_7")
