"""Read a filled sheet of decisions, as a spreadsheet program may have saved it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.marking.sheet import ANSWER, COMMENTS, RUBRIC, cell_text, column_name
from autograder.messages import tas
from autograder.rubrics.model import MET, NOT_MET, Criterion, Rubric, RubricError

DELIMITERS = ",;\t"
YES = {"1", "1.0", "y", "yes", "true", "x", "✓", "met"}
NO = {"0", "0.0", "n", "no", "false", "not met", "not_met"}


@dataclass(frozen=True)
class Sheet:
    """Decisions by answer, then by column (``Q1.effect``). Empty cells are left out."""

    path: Path
    hashes: dict[str, str]
    """Question → hash of the rubric that was used."""
    columns: tuple[str, ...]
    decisions: dict[str, dict[str, str]]
    comments: dict[str, str]


def read_sheet(path: Path, rubrics: Sequence[Rubric]) -> Sheet:
    """Return the decisions in a file that `blank_sheet` made.

    Raises:
        RubricError: The file is not such a sheet, or a cell is not a decision (named by row and column).
    """
    rows = _rows(path)
    known = {column_name(rubric, item): item for rubric in rubrics for item in rubric.criteria}
    hashes = {row[1]: row[3] for _, row in rows if row[0] == RUBRIC and len(row) > 3}
    start = next((index for index, (_, row) in enumerate(rows) if row[0] == ANSWER), None)
    if not hashes or start is None:
        raise RubricError(tas.not_a_sheet(path, ANSWER))
    header = rows[start][1][1:]
    columns = tuple(name for name in header if name and name != COMMENTS)
    if odd := [name for name in columns if name not in known or columns.count(name) > 1]:
        raise RubricError(tas.sheet_column(path, odd[0]))
    decisions: dict[str, dict[str, str]] = {}
    comments: dict[str, str] = {}
    for number, row in rows[start + 1 :]:
        name, cells = row[0], dict(zip(header, row[1:], strict=False))
        if not name and any(cells.values()):
            raise RubricError(tas.sheet_row_unnamed(path, number))
        if name in decisions:
            raise RubricError(tas.sheet_row_repeated(path, number, name))
        if name:
            decisions[name] = {
                column: _verdict(cells[column], known[column], tas.sheet_cell(path, number, name, column))
                for column in columns
                if cells.get(column)
            }
            comments[name] = cells.get(COMMENTS, "")
    return Sheet(path, hashes, columns, decisions, comments)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, with their numbers as a spreadsheet shows them."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RubricError(tas.file_unreadable(path, error.strerror)) from error
    except UnicodeDecodeError as error:
        raise RubricError(tas.not_csv_utf8(path)) from error
    # Where a comma is the decimal sign, spreadsheets separate by semicolons.
    delimiter = next((character for character in text[:40] if character in DELIMITERS), ",")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RubricError(tas.not_csv(path, error)) from error
    cleaned = [[cell_text(cell).strip() for cell in row] for row in rows]
    return [(number, row) for number, row in enumerate(cleaned, start=1) if any(row)]


def _verdict(cell: str, criterion: Criterion, place: str) -> str:
    if not criterion.levels and cell.casefold() in YES | NO:
        return MET if cell.casefold() in YES else NOT_MET
    if criterion.levels:
        try:
            verdict = f"{float(cell.replace(',', '.')):g}"
        except ValueError:
            verdict = cell
        if verdict in criterion.worth:
            return verdict
    choices = tuple(criterion.worth.values()) if criterion.levels else ()
    raise RubricError(tas.not_a_decision(place, cell, choices))
