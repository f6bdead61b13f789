"""Write a spreadsheet to mark in: one row per answer, one column per criterion.

CSV in UTF-8 with a byte order mark, which Excel needs. The rows above "answer" hold the rubrics with version
and hash, instructions, and the points and rules of each column. `decisions` reads a filled sheet.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.messages import tas
from autograder.rubrics.model import Criterion, Rubric, RubricError

BYTE_ORDER_MARK = "\ufeff"
RUBRIC, ANSWER, COMMENTS = "rubric", "answer", "comments"
"""First cell of rows, and name of a column, by which `decisions` finds its way."""
# Spreadsheets treat a cell that begins like this as a formula. The apostrophe is listed so that a text that
# begins with one survives the round-trip.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠", "|", "%")


def blank_sheet(rubrics: Sequence[Rubric], answers: Iterable[str]) -> bytes:
    """Return the content of the file.

    Args:
        rubrics: One rubric, or several side by side.
        answers: The names of the rows; an empty name makes a free row.
    """
    columns = [(rubric, criterion) for rubric in rubrics for criterion in rubric.criteria]
    rows = [[RUBRIC, rubric.question, rubric.version, rubric.hash] for rubric in rubrics]
    rows.append(["how to", tas.SHEET_HOW_TO])
    rows.append(["points", *(tas.points_or(criterion.worth.values()) for _, criterion in columns)])
    rows.append(["criterion", *(_text(criterion) for _, criterion in columns)])
    rows.append(["counts", *(criterion.counts for _, criterion in columns)])
    rows.append(["does not count", *(criterion.does_not_count for _, criterion in columns)])
    rows.append([ANSWER, *(column_name(rubric, criterion) for rubric, criterion in columns), COMMENTS])
    rows += [[name] for name in answers]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode()


def column_name(rubric: Rubric, criterion: Criterion) -> str:
    """Return the name of a criterion's column: ``Q1.effect``."""
    return f"{rubric.question}.{criterion.id}"


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


def answer_names(folder: Path) -> list[str]:
    """Return the names of the answers in a folder: its files without their suffixes, and its subfolders.

    Raises:
        RubricError: It is not a folder, or it is empty.
    """
    if not folder.is_dir():
        raise RubricError(tas.no_folder_of_answers(folder))
    entries = [path for path in folder.iterdir() if not path.name.startswith(".")]
    names = sorted({path.stem if path.is_file() else path.name for path in entries})
    if not names:
        raise RubricError(tas.folder_empty(folder))
    return names


def _text(criterion: Criterion) -> str:
    levels = [f"{level.points:g}: {level.text} ({level.notes})" for level in criterion.levels]
    return "\n".join([criterion.text, *levels])
