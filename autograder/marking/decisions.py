"""Reads a filled sheet of decisions, as a spreadsheet program may have written it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.marking.sheet import ANSWER, COMMENTS, cell_text, column_name
from autograder.rubrics.model import MET, NOT_MET, Criterion, Rubric, RubricError

DELIMITERS = ",;\t"
YES = {"1", "1.0", "y", "yes", "true", "x", "✓", "met"}
NO = {"0", "0.0", "n", "no", "false", "not met", "not_met"}


@dataclass(frozen=True)
class Sheet:
    """Decisions by answer, then by column (``Q3.adam_values``); what was left empty is not there."""

    path: Path
    hashes: dict[str, str]
    """Question → hash of the rubric that was decided by."""
    columns: tuple[str, ...]
    decisions: dict[str, dict[str, str]]
    comments: dict[str, str]


def read_sheet(path: Path, rubrics: Sequence[Rubric]) -> Sheet:
    """The decisions in a file that `blank_sheet` made.

    Raises:
        RubricError: it is no such file, or a cell holds what is no decision; the text names row and column.
    """
    rows = _rows(path)
    known = {column_name(rubric, each): each for rubric in rubrics for each in rubric.criteria}
    hashes = {row[1]: row[3] for _, row in rows if row[0] == "rubric" and len(row) > 3}
    start = next((place for place, (_, row) in enumerate(rows) if row[0] == ANSWER), None)
    if not hashes or start is None:
        raise RubricError(f"{path} is no sheet of decisions: a row 'rubric' or a row '{ANSWER}' is missing")
    header = rows[start][1][1:]
    columns = tuple(name for name in header if name and name != COMMENTS)
    if odd := [name for name in columns if name not in known or columns.count(name) > 1]:
        raise RubricError(f"{path}: the column {odd[0]!r} is no criterion, or stands twice")
    decisions: dict[str, dict[str, str]] = {}
    comments: dict[str, str] = {}
    for number, row in rows[start + 1 :]:
        name, cells = row[0], dict(zip(header, row[1:], strict=False))
        if not name and any(cells.values()):
            raise RubricError(f"{path}, row {number}: the decisions have no answer's name beside them")
        if name in decisions:
            raise RubricError(f"{path}, row {number}: the answer {name!r} stands twice")
        if name:
            place = f"{path}, row {number} ({name})"
            decisions[name] = {
                column: _verdict(cells[column], known[column], f"{place}, {column}")
                for column in columns
                if cells.get(column)
            }
            comments[name] = cells.get(COMMENTS, "")
    return Sheet(path, hashes, columns, decisions, comments)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers as a spreadsheet shows them."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RubricError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RubricError(f"{path} is not UTF-8: save it as 'CSV UTF-8'") from error
    # Where a comma is the decimal sign, spreadsheets separate by semicolons.
    delimiter = next((character for character in text[:40] if character in DELIMITERS), ",")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RubricError(f"{path} is no CSV: {error}") from error
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
    what = " or ".join(f"{points:g}" for points in criterion.worth.values()) if criterion.levels else "1 or 0"
    raise RubricError(f"{place}: {cell[:40]!r} is no decision; write {what}, or leave it empty")
