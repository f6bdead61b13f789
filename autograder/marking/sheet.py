"""A spreadsheet for a TA without any tool: one row for each answer, one column for each criterion.

CSV in UTF-8 with a byte order mark, as Excel wants it. Above the row that begins with "answer" stand the
rubrics with version and hash, how to fill the sheet in, and for each column its points and what counts.
`decisions` reads a filled sheet.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.rubrics.model import Criterion, Rubric, RubricError

BYTE_ORDER_MARK = "\ufeff"
ANSWER = "answer"
COMMENTS = "comments"
HOW_TO = (
    "One row for each answer, below the last line of this. Write 1 (met) or 0 (not met), or the level's "
    "points; leave a cell empty where you have not decided. Comments go into the last column."
)
# A spreadsheet takes a cell that begins so for a formula. The apostrophe itself is on the list so that
# a text which begins with one comes back as it was.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠", "|", "%")


def blank_sheet(rubrics: Sequence[Rubric], answers: Iterable[str]) -> bytes:
    """The content of the file.

    Args:
        rubrics: one, or all of them.
        answers: what to name the rows; an empty name leaves a row free.
    """
    columns = [(rubric, criterion) for rubric in rubrics for criterion in rubric.criteria]
    rows = [["rubric", rubric.question, rubric.version, rubric.hash] for rubric in rubrics]
    rows.append(["how to", HOW_TO])
    rows.append(["points", *(_scale(criterion) for _, criterion in columns)])
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
    """What a criterion's column is called: ``Q3.adam_values``."""
    return f"{rubric.question}.{criterion.id}"


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("none")
    ("'=1+1", 'none')
    """
    return "'" + text if text.lstrip(" \u00a0").startswith(RISKY) else text


def cell_text(cell: str) -> str:
    """What was put into `safe_cell`.

    >>> cell_text("'=1+1"), cell_text("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" \u00a0").startswith(RISKY) else cell


def answer_names(folder: Path) -> list[str]:
    """The names of the answers in a folder: its files without their endings, and its subfolders.

    Raises:
        RubricError: it is no folder, or empty.
    """
    if not folder.is_dir():
        raise RubricError(f"{folder} is no folder of answers")
    entries = [path for path in folder.iterdir() if not path.name.startswith(".")]
    names = sorted({path.stem if path.is_file() else path.name for path in entries})
    if not names:
        raise RubricError(f"{folder} is empty")
    return names


def _scale(criterion: Criterion) -> str:
    return " or ".join(f"{points:g}" for points in criterion.worth.values())


def _text(criterion: Criterion) -> str:
    levels = [f"{level.points:g}: {level.text} ({level.notes})" for level in criterion.levels]
    return "\n".join([criterion.text, *levels])
