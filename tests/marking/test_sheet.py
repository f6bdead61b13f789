"""A blank sheet has every criterion and every answer, and holds no formula."""

import csv
import io
from pathlib import Path

import pytest

from autograder.marking.sheet import answer_names, blank_sheet
from autograder.marking.tables import RISKY, cell_text, safe_cell
from autograder.rubrics import Rubric, RubricError


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


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
    (tmp_path / "__MACOSX").mkdir()
    assert answer_names(tmp_path) == ["ada", "ben", "submission_7"]
    (tmp_path / "ada.txt").write_text("x", encoding="utf-8")
    assert answer_names(tmp_path) == ["ada.md", "ada.txt", "ben", "submission_7"]
    with pytest.raises(RubricError, match="is not a folder"):
        answer_names(tmp_path / "ada.md")
    with pytest.raises(RubricError, match="is empty"):
        answer_names(tmp_path / "submission_7")
