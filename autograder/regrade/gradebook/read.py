"""Read what a gradebook is made of: journals, Gradescope's grades, totals of written answers, exceptions."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.errors import AutograderError
from autograder.messages import instructors
from autograder.regrade.gradebook.people import Student
from autograder.regrade.journal import Journal
from autograder.regrade.result import State

SQLITE = b"SQLite format 3\0"
SID = ("sid", "student id", "id number", "student")
EMAIL = ("email", "email address", "sis login id")
NAME = ("name", "full name")
SCORE = ("total score", "score", "points", "total", "sum", "grade")
MAXIMUM = "maximum"
"""The id of the row of `points.csv` that holds the most points there are."""
TIME = ("submission time", "created_at", "time")


@dataclass(frozen=True)
class Attempt:
    """One submission of code, by one or more students."""

    name: str
    students: tuple[Student, ...]
    state: State
    score: float | None
    time: str = ""
    """Sorts by time."""


class Kind(StrEnum):
    """What an exception does."""

    EXCUSED = "excused"
    """No grade, and none is missed."""
    LATE = "late"
    """The value is taken off: points of 100, or a share such as ``10%``."""


@dataclass(frozen=True)
class Adjustment:
    """One line of the list of exceptions."""

    id: str
    kind: Kind
    points: float = 0.0
    share: float = 0.0


def read_attempts(path: Path) -> list[Attempt]:
    """Return the submissions of code in a journal, or in the CSV file of grades that Gradescope exports.

    Raises:
        AutograderError: it is neither, or nobody is known to have handed in a submission.
    """
    with path.open("rb") as file:
        is_journal = file.read(len(SQLITE)) == SQLITE
    return _of_journal(path) if is_journal else list(_of_grades(path))


def read_written(path: Path) -> dict[str, tuple[Student, float]]:
    """Return the points of written answers: the CSV file has a column of ids and one of points.

    An id is a student's, or the name of a submission: then all who handed it in get the points. So
    `points.csv` of the written answers' totals can be read as it is.

    Raises:
        AutograderError: a column is missing, a number is none, or a student stands there twice.
    """
    found: dict[str, tuple[Student, float]] = {}
    for line, row in _rows(path):
        student = _student(row)
        if student.sid == MAXIMUM:
            continue
        if not student.ids:
            raise AutograderError(instructors.bad_line(path, line, instructors.NO_ID))
        if row.get("unmarked", "").strip():
            raise AutograderError(instructors.bad_line(path, line, instructors.unmarked(student.label)))
        if student.ids[0] in found:
            raise AutograderError(instructors.bad_line(path, line, instructors.stands_twice(student.label)))
        found[student.ids[0]] = student, _number(_value(row, SCORE), path, line)
    return found


def read_exceptions(path: Path) -> list[Adjustment]:
    """Return the exceptions: a CSV file with the columns `student`, `kind` and `value`.

    Raises:
        AutograderError: a line is not an exception.
    """
    found = []
    for line, row in _rows(path):
        kind = row.get("kind", "").strip().lower()
        if kind not in list(Kind):
            raise AutograderError(instructors.bad_line(path, line, instructors.kinds(list(Kind))))
        student, value = _student(row), row.get("value", "").strip()
        identity = student.sid or student.email
        if not identity:
            raise AutograderError(instructors.bad_line(path, line, instructors.NO_ID))
        if kind == Kind.EXCUSED:
            found.append(Adjustment(identity, Kind.EXCUSED))
        elif value.endswith("%"):
            share = _number(value[:-1], path, line) / 100
            if share > 1:
                raise AutograderError(instructors.bad_line(path, line, instructors.NO_SHARE))
            found.append(Adjustment(identity, Kind.LATE, share=share))
        else:
            found.append(Adjustment(identity, Kind.LATE, points=_number(value, path, line)))
    return found


def read_roster(path: Path) -> list[dict[str, str]]:
    """Return the rows of a gradebook that Canvas exported, to fill in its own ids."""
    return [row for _, row in _rows(path)]


def _of_journal(path: Path) -> list[Attempt]:
    with Journal(path, must_exist=True) as journal:
        people = journal.people()
        attempts, unknown = [], []
        for result in journal.results():
            facts = people.get(result.name, {})
            students = tuple(Student(**each) for each in facts.get("submitters", ()))
            if not students:
                unknown.append(result.name)
            time = str(facts.get("created_at", ""))
            attempts.append(Attempt(result.name, students, result.state, result.score, time))
        unknown += [name for name in journal.ungraded() if name not in people]
    if unknown:
        raise AutograderError(instructors.nobody_known(unknown[:10], len(unknown[10:])))
    return attempts


def _of_grades(path: Path) -> Iterator[Attempt]:
    for line, row in _rows(path):
        score = _value(row, SCORE)
        if score == "" or row.get("status", "").strip().lower() in ("missing", "ungraded"):
            continue
        name = row.get("submission id", "") or f"line {line}"
        yield Attempt(name, (_student(row),), State.GRADED, _number(score, path, line), _value(row, TIME))


def _student(row: dict[str, str]) -> Student:
    full = _value(row, NAME) or f"{row.get('first name', '')} {row.get('last name', '')}".strip()
    sid, email = _value(row, SID), _value(row, EMAIL)
    return Student(full, "" if "@" in sid else sid, email or (sid if "@" in sid else ""))


def _value(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _number(text: str, path: Path, line: int) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise AutograderError(instructors.bad_line(path, line, instructors.no_number(text)))
    return number


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines of a CSV file with a header, by its names in lower case. Its numbers count from 2."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AutograderError(instructors.no_csv(path, str(error))) from error
    if not rows:
        raise AutograderError(instructors.no_csv(path, instructors.EMPTY))
    header = [name.strip().lower() for name in rows[0]]
    if not set(header) & {*SID, *EMAIL}:
        raise AutograderError(instructors.no_csv(path, instructors.columns_of_ids([*SID, *EMAIL])))
    for line, row in enumerate(rows[1:], start=2):
        if any(map(str.strip, row)):
            yield line, dict(zip(header, row, strict=False))
