"""Read a filled sheet of decisions, as a spreadsheet program may have saved it, and name all its errors."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.marking.ids import Ids
from autograder.marking.sheet import ANSWER, COMMENTS, DRAFT, FACTS, RUBRIC, accepted, column_name
from autograder.marking.tables import read_rows
from autograder.messages import tas
from autograder.rubrics.model import MET, NOT_MET, Criterion, Rubric, RubricError

YES = {"y", "yes", "true", "x", "✓", "✔", "met", "wahr", "vrai", "verdadero", "vero", "ja", "oui", "sí", "si"}
NO = {"n", "no", "false", "not met", "not_met", "falsch", "faux", "falso", "nein", "non", "✗"}
IGNORED = {*FACTS, COMMENTS, "total", "notes", "grader", "marker"}
"""Columns, in lower case, that hold no decision."""
DATE_LIKE = re.compile(
    r"\d{1,2}\.?[\s/-]+[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}[\s-]\d{1,4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
)


@dataclass(frozen=True)
class Problem:
    """An error in a sheet, and the accepted values. `row` is as a spreadsheet numbers it; 0 is the file."""

    row: int
    name: str
    column: str
    what: str

    def __str__(self) -> str:
        return tas.sheets.sheet_problem(self.row, self.name, self.column, self.what)


class SheetError(RubricError):
    """A sheet cannot be used.

    Args:
        path: the file.
        problems: all that is wrong with it.
    """

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        super().__init__(tas.sheets.sheet_problems(path, [str(each) for each in problems]))
        self.path = path
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Sheet:
    """Decisions by answer, then by column (``Q1.effect``). Empty cells are left out."""

    path: Path
    hashes: dict[str, str]
    """Question → hash of the rubric that was used."""
    columns: tuple[str, ...]
    decisions: dict[str, dict[str, str]]
    comments: dict[str, str]
    rows: dict[str, int] = field(default_factory=dict)
    """Answer → its row in the file."""
    matched: dict[str, str] = field(default_factory=dict)
    """Text in the file → the id that it was taken for."""

    @property
    def unmarked(self) -> list[tuple[str, str]]:
        """The cells without a decision: answer and column."""
        return [
            (name, each) for name, row in self.decisions.items() for each in self.columns if each not in row
        ]


def read_sheet(path: Path, rubrics: Sequence[Rubric], ids: Collection[str] | None = None) -> Sheet:
    """Return the decisions in a file that `blank_sheet` made.

    Args:
        path: The sheet, as CSV.
        rubrics: The rubrics of the course.
        ids: The ids of the class. Each row has to be one of them, as it is or as a spreadsheet changed it.

    Raises:
        SheetError: The file has errors; all of them are named by row and column.
        RubricError: The file is not such a sheet at all.
    """
    rows = read_rows(path)
    known = {column_name(rubric, item): item for rubric in rubrics for item in rubric.criteria}
    hashes = {row[1]: row[3] for _, row in rows if row[0] == RUBRIC and len(row) > 3}
    start = next((index for index, (_, row) in enumerate(rows) if row[0] == ANSWER), None)
    if not hashes or start is None:
        raise RubricError(tas.sheets.not_a_sheet(path, ANSWER))
    number, first = rows[start]
    header = first[1:]
    problems = _problems_of_header(number, header, known)
    columns = tuple(name for name in dict.fromkeys(header) if name in known)
    reader = _Reader(columns, known, Ids(ids) if ids is not None else None)
    for row_number, row in rows[start + 1 :]:
        reader.read(row_number, row[0], dict(zip(header, row[1:], strict=False)))
    if problems + reader.problems:
        raise SheetError(path, problems + reader.problems)
    return Sheet(path, hashes, columns, reader.decisions, reader.comments, reader.rows, reader.matched)


def read_sheets(
    paths: Sequence[Path], rubrics: Sequence[Rubric], ids: Collection[str] | None = None
) -> list[Sheet]:
    """Return the decisions in several files.

    Raises:
        RubricError: A file has errors; those of all files are named.
    """
    sheets, errors = [], []
    for path in paths:
        try:
            sheets.append(read_sheet(path, rubrics, ids))
        except RubricError as error:
            errors.append(str(error))
    if errors:
        raise RubricError("\n".join(errors))
    return sheets


def stale_rubrics(sheets: Iterable[Sheet], rubrics: Sequence[Rubric]) -> list[str]:
    """Return a warning for each sheet and question that was decided by another wording of the rubric."""
    today = {rubric.question: rubric for rubric in rubrics}
    return [
        tas.agreement.stale_sheet(sheet.path, question, digest, today[question].stamp)
        for sheet in sheets
        for question, digest in sheet.hashes.items()
        if question in today and digest != today[question].hash
    ]


def questions_of(path: Path) -> list[str]:
    """Return the questions whose rubrics a sheet names.

    Raises:
        RubricError: The file cannot be read as CSV.
    """
    return [row[1] for _, row in read_rows(path) if row[0] == RUBRIC and len(row) > 3]


class _Reader:
    """Collects rows and problems."""

    def __init__(self, columns: Sequence[str], known: Mapping[str, Criterion], ids: Ids | None) -> None:
        self._columns, self._known, self._ids = columns, known, ids
        self.decisions: dict[str, dict[str, str]] = {}
        self.comments: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.matched: dict[str, str] = {}
        self.problems: list[Problem] = []

    def read(self, number: int, written: str, cells: Mapping[str, str]) -> None:
        marked = {column: cells[column] for column in self._columns if cells.get(column)}
        if not written:
            if marked or cells.get(COMMENTS):
                self.problems.append(Problem(number, "", ANSWER, tas.sheets.SHEET_ROW_UNNAMED))
            return
        name = self._identified(number, written)
        if name in self.rows:
            self.problems.append(
                Problem(number, written, ANSWER, tas.sheets.sheet_row_twice(self.rows[name]))
            )
            return
        self.rows[name] = number
        verdicts = {}
        for column, cell in marked.items():
            verdict = verdict_of(cell, self._known[column])
            if verdict is None:
                what = tas.sheets.not_a_decision(cell, accepted(self._known[column]), is_date=_is_date(cell))
                self.problems.append(Problem(number, name, column, what))
            else:
                verdicts[column] = verdict
        self.decisions[name] = verdicts
        self.comments[name] = cells.get(COMMENTS, "")

    def _identified(self, number: int, written: str) -> str:
        if self._ids is None:
            return written
        found = self._ids.match(written)
        if len(found) != 1:
            self.problems.append(Problem(number, written, ANSWER, tas.sheets.sheet_id(found[:4])))
            return written
        if found[0] != written:
            self.matched[written] = found[0]
        return found[0]


def _problems_of_header(number: int, header: Sequence[str], known: Mapping[str, Criterion]) -> list[Problem]:
    problems = []
    for place, name in enumerate(header):
        plain = name.casefold()
        if name in known and name in header[:place]:
            problems.append(Problem(number, "", name, tas.sheets.SHEET_COLUMN_TWICE))
        elif name and name not in known and plain not in IGNORED and not plain.startswith(DRAFT):
            near = difflib.get_close_matches(name, known, 1)
            problems.append(Problem(number, "", name, tas.sheets.sheet_column(near[0] if near else "")))
    return problems


def verdict_of(cell: str, criterion: Criterion) -> str | None:
    """Return the verdict that a cell states, or None: points as in the row "points", or met and not met.

    A 1 is "met" unless the criterion is worth more, when it could mean a half.
    """
    plain = " ".join(cell.casefold().split())
    if not criterion.levels and plain in YES | NO:
        return MET if plain in YES else NOT_MET
    try:
        points = float(plain.replace(",", "."))
    except ValueError:
        return None
    for verdict, worth in criterion.worth.items():
        if points == worth:
            return verdict
    return MET if not criterion.levels and points == 1 and criterion.points < 1 else None


def _is_date(cell: str) -> bool:
    return DATE_LIKE.fullmatch(cell) is not None
