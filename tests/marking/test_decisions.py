"""A sheet comes back as it was filled in, whatever a spreadsheet program made of it."""

import csv
import io
from pathlib import Path

import pytest

from autograder.marking.decisions import read_sheet
from autograder.marking.sheet import blank_sheet, cell_text
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
        (["2"], r"row 8 \(ada\), Q1.fact: '2' is not a decision; write 1 or 0"),
        (["maybe"], "'maybe' is not a decision"),
        (["1", "1", "1.5"], "Q1.depth: '1.5' is not a decision; write 0 or 1 or 2"),
        (["1", "1", "met"], "Q1.depth: 'met' is not a decision"),
        (["1", "1", "nan"], "Q1.depth: 'nan' is not a decision"),
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
        (b"", "is not a sheet of decisions"),
        (b"answer,Q1.fact\nada,1\n", "is not a sheet of decisions"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.other\nada,1\n", "'Q1.other' is not a criterion"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact,Q1.fact\nada,1,0\n", "occurs twice"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\nada,1\nada,0\n", "the answer 'ada' occurs twice"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n,1\n", "no answer's name"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n\xe4da,1\n", "save it as 'CSV UTF-8'"),
        (b'rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n"ada,1\n', "is not CSV"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(
    small: Rubric, sheet: Path, content: bytes, complaint: str
) -> None:
    sheet.write_bytes(content)
    with pytest.raises(RubricError, match=complaint):
        read_sheet(sheet, [small])
