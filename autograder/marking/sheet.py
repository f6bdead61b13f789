"""Write a spreadsheet to mark in: one row per answer, one column per criterion.

The rows above "answer" hold the rubrics with version and hash, instructions, and the points and rules of each
column. `decisions` reads a filled sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.marking.tables import csv_bytes
from autograder.messages import tas
from autograder.rubrics.model import Criterion, Rubric, RubricError

RUBRIC, ANSWER, COMMENTS = "rubric", "answer", "comments"
"""First cell of rows, and name of a column, by which `decisions` finds its way."""
NAME, WORDS, HELP, WARNINGS, FLAGS, NUMBERS = "name", "words", "help used", "warnings", "flags", "numbers"
FACTS = (NAME, WORDS, HELP, WARNINGS, FLAGS, NUMBERS)
"""Columns that inform a person; they are not read back."""
DRAFT = "draft "
"""Columns that begin like this hold a model's draft. They are not marks, and are not read back."""


@dataclass(frozen=True)
class Row:
    """An answer's row.

    Args:
        id: the student's id.
        facts: cells by the column's name, of `FACTS`.
    """

    id: str
    facts: dict[str, str] = field(default_factory=dict)


def blank_sheet(rubrics: Sequence[Rubric], answers: Iterable[str | Row], delimiter: str = ",") -> bytes:
    """Return the content of the file. The columns for decisions are empty: a person fills them.

    Args:
        rubrics: One rubric, or several side by side.
        answers: The rows, or their names; an empty name makes a free row.
        delimiter: A comma, or a semicolon for spreadsheets that have a decimal comma.
    """
    rows = [each if isinstance(each, Row) else Row(each) for each in answers]
    facts = [name for name in FACTS if any(name in row.facts for row in rows)]
    columns = [(rubric, criterion) for rubric in rubrics for criterion in rubric.criteria]
    lines = [[RUBRIC, rubric.question, rubric.version, rubric.hash] for rubric in rubrics]
    lines.append(["how to", tas.sheets.SHEET_HOW_TO])
    heads = {
        "points": [accepted(criterion) for _, criterion in columns],
        "criterion": [_text(criterion) for _, criterion in columns],
        "counts": [criterion.counts for _, criterion in columns],
        "does not count": [criterion.does_not_count for _, criterion in columns],
    }
    lines += [[name, *[""] * len(facts), *cells] for name, cells in heads.items()]
    lines.append(
        [ANSWER, *facts, *(column_name(rubric, criterion) for rubric, criterion in columns), COMMENTS]
    )
    lines += [[row.id, *(row.facts.get(name, "") for name in facts)] for row in rows]
    return csv_bytes(lines, delimiter)


def column_name(rubric: Rubric, criterion: Criterion) -> str:
    """Return the name of a criterion's column: ``Q1.effect``."""
    return f"{rubric.question}.{criterion.id}"


def accepted(criterion: Criterion) -> str:
    """Return what a cell of a criterion accepts, in the words of the row "points"."""
    return tas.sheets.points_or(criterion.worth.values())


def answer_names(folder: Path) -> list[str]:
    """Return the names of the answers in a folder: its files without their suffixes, and its subfolders.

    Files with one stem keep their suffixes, because `anna.md` and `anna.txt` may be two students.

    Raises:
        RubricError: It is not a folder, or it is empty.
    """
    if not folder.is_dir():
        raise RubricError(tas.sheets.no_folder_of_answers(folder))
    entries = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    plain = [path.stem if path.is_file() else path.name for path in entries]
    names = sorted(
        path.name if plain.count(name) > 1 else name for path, name in zip(entries, plain, strict=True)
    )
    if not names:
        raise RubricError(tas.sheets.folder_empty(folder))
    return names


def _text(criterion: Criterion) -> str:
    levels = [f"{level.points:g}: {level.text} ({level.notes})" for level in criterion.levels]
    return "\n".join([criterion.text, *levels])
