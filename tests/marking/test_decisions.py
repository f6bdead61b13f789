"""A sheet comes back as it was filled in, whatever a spreadsheet program made of it."""

import csv
import io
from pathlib import Path

import pytest

from autograder.marking.decisions import SheetError, read_sheet, verdict_of
from autograder.marking.sheet import Row, blank_sheet
from autograder.marking.tables import cell_text
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
        (["2"], r"row 8 \(ada\), Q1.fact: '2' is not a decision; write 0 or 1"),
        (["maybe"], "'maybe' is not a decision"),
        (["05. Jan"], "made a date of a number"),
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
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.other\nada,1\n", "Q1.other: the column is not a criterion"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact,Q1.fact\nada,1,0\n", "occurs twice"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\nada,1\nada,0\n", "the same answer as in row 3"),
        (b"rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n,1\n", "have no answer's name"),
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


def test_all_errors_are_named_at_once(small: Rubric, sheet: Path) -> None:
    head = "rubric,Q1,2026.1.1,abc\nanswer,Q1.fact,Q1.dept,total\n"
    sheet.write_text(head + "ada,7,,3\nben,maybe,1,\nada,1,1,\nzoe,1,1,\n,1,,\n", encoding="utf-8")
    with pytest.raises(SheetError) as raised:
        read_sheet(sheet, [small], ["ada", "ben"])
    found = {(each.row, each.column) for each in raised.value.problems}
    assert found == {
        (2, "Q1.dept"),
        (3, "Q1.fact"),
        (4, "Q1.fact"),
        (5, "answer"),
        (6, "answer"),
        (7, "answer"),
    }
    assert "Is it Q1.depth?" in str(raised.value)
    assert "6 errors" in str(raised.value)


def test_columns_of_a_persons_own_and_of_checks_are_passed_over(small: Rubric, sheet: Path) -> None:
    rows = [Row("ada", {"words": "200", "help used": "none", "flags": "demand: points", "name": "Ada"})]
    text = blank_sheet([small], rows, ";").decode("utf-8-sig")
    text = text.replace("comments", "comments;Total;notes;draft Q1.fact;")
    sheet.write_text(
        "sep=;\r\n" + text.replace("points\r\n", "points;1;0;2;nice;9;x;met;\r\n"), encoding="utf-16"
    )
    read = read_sheet(sheet, [small])
    assert read.decisions == {"ada": {"Q1.fact": "met", "Q1.style": "not_met", "Q1.depth": "2"}}
    assert read.comments == {"ada": "nice"}
    assert read.unmarked == []


def test_ids_that_a_spreadsheet_changed_are_matched(small: Rubric, sheet: Path) -> None:
    ids = ["0042", "3-4", "100000", "1e7", "ada"]
    head = "rubric,Q1,2026.1.1,abc\nanswer,Q1.fact\n"
    sheet.write_text(head + '42,1\n04. Mrz,0\n"1,00E+05",1\n1.00E+07,0\nADA,1\n', encoding="utf-8")
    read = read_sheet(sheet, [small], ids)
    assert list(read.decisions) == ids
    assert read.matched["42"] == "0042"
    assert "ada" not in read.matched.keys() | {"0042"}
    sheet.write_text(head + "1.0E+05,1\n", encoding="utf-8")
    with pytest.raises(SheetError, match="may be any of 100000, 100001"):
        read_sheet(sheet, [small], ["100000", "100001"])


def test_a_cell_accepts_what_the_row_of_points_says(small: Rubric, rubrics: tuple[Rubric, ...]) -> None:
    for rubric in (small, *rubrics):
        for criterion in rubric.criteria:
            for verdict, points in criterion.worth.items():
                assert verdict_of(f"{points:g}", criterion) == verdict
                assert verdict_of(f"{points:.2f}".replace(".", ","), criterion) == verdict
    half = small.criteria[1]
    assert [verdict_of(cell, half) for cell in ("1", "WAHR", "Nein", "0.25")] == [
        "met",
        "met",
        "not_met",
        None,
    ]


def test_a_workbook_is_no_csv(small: Rubric, sheet: Path) -> None:
    sheet.write_bytes(b"PK\x03\x04 xl/workbook.xml")
    with pytest.raises(RubricError, match="save the sheet as 'CSV UTF-8'"):
        read_sheet(sheet, [small])
