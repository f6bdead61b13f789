"""Tables for spreadsheets: write CSV that they open as text, and read the CSV that they save.

CSV in UTF-8 with a byte order mark, which Excel needs.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.messages import tas
from autograder.rubrics.model import RubricError
from autograder.submissions.decode import Format, NotTextError, decode, format_of

BYTE_ORDER_MARK = "\ufeff"
DELIMITERS = ",;\t"
SEPARATOR_LINE = "sep="
"""Excel's own first line of a CSV file; it names the delimiter."""
# Spreadsheets treat a cell that begins like this as a formula. The apostrophe is listed so that a text that
# begins with one survives the round-trip.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠", "|", "%")


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet treats as a formula.

    >>> safe_cell("=1+1"), safe_cell("none")
    ("'=1+1", 'none')
    """
    return "'" + text if text.lstrip(" \u00a0").startswith(RISKY) else text


def cell_text(cell: str) -> str:
    """Return the text that `safe_cell` was given.

    >>> cell_text("'=1+1"), cell_text("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" \u00a0").startswith(RISKY) else cell


def csv_bytes(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """Return the content of a CSV file without formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n", delimiter=delimiter)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode()


def read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, with their numbers as a spreadsheet shows them.

    Raises:
        RubricError: the file cannot be read, or is not CSV in UTF-8 or UTF-16.
    """
    rows, _ = read_csv(path)
    return [(number, row) for number, row in enumerate(rows, start=1) if any(row)]


def read_csv(path: Path) -> tuple[list[list[str]], str]:
    """Return all rows of a CSV file, with empty ones, and its delimiter.

    Raises:
        RubricError: the file cannot be read, or is not CSV in UTF-8 or UTF-16.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RubricError(tas.answers.file_unreadable(path, error.strerror)) from error
    try:
        if format_of(content) is not Format.TEXT:
            raise RubricError(tas.sheets.not_csv_but_workbook(path))
        decoded = decode(content)
    except NotTextError as error:
        raise RubricError(tas.sheets.not_csv_utf8(path)) from error
    if decoded.encoding == "windows-1252" or decoded.replaced:  # names would change without a word
        raise RubricError(tas.sheets.not_csv_utf8(path))
    text = decoded.text
    # Where a comma is the decimal sign, spreadsheets separate by semicolons.
    delimiter = next((character for character in text[:40] if character in DELIMITERS), ",")
    if text.casefold().startswith(SEPARATOR_LINE):
        delimiter = text[len(SEPARATOR_LINE) : len(SEPARATOR_LINE) + 1]
        text = text.partition("\n")[2]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RubricError(tas.sheets.not_csv(path, error)) from error
    return [[cell_text(cell).strip() for cell in row] for row in rows], delimiter
