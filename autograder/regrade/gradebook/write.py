"""Write a gradebook as CSV: all of it, or as Canvas and Moodle import grades."""

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.messages import instructors
from autograder.regrade.cells import harmless
from autograder.regrade.gradebook.book import FULL, Line
from autograder.regrade.gradebook.people import Student, Students, refuse

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
EXCUSED_IN_CANVAS = "EX"
MOODLE = ("ID number", "Email address")
ALL = ("sid", "email", "name", "code", "written", "grade", "remark")


def as_csv(lines: Iterable[Line]) -> bytes:
    """Return all that is known."""
    rows = [
        (
            *(line.student.sid, line.student.email, line.student.name),
            *(_number(line.code), _number(line.written), _number(line.grade), line.remark),
        )
        for line in lines
    ]
    return _encoded([ALL, *rows])


def as_canvas(lines: Sequence[Line], title: str, roster: Sequence[dict[str, str]] = ()) -> bytes:
    """Return what Canvas imports: "Gradebook", "Import".

    Args:
        lines: the grades.
        title: the assignment's name in Canvas; a new one is made if there is none.
        roster: rows of a gradebook that Canvas exported; they know Canvas's own ids.

    Raises:
        AutograderError: a student is not in the roster.
    """
    rows: list[Sequence[str]] = [(*CANVAS, title), ("    Points Possible", "", "", "", "", f"{FULL:g}")]
    known, ids = Students(), {}
    for row in roster:
        student = Student(row.get("student", ""), row.get("sis user id", ""), row.get("sis login id", ""))
        if student.ids:
            ids[known.add(student)] = row
    if roster:
        refuse(
            instructors.NOT_IN_ROSTER,
            [each.student.label for each in lines if known.find(*each.student.ids) is None],
        )
    for line in lines:
        student = known.find(*line.student.ids) or line.student
        row = ids.get(student, {})
        grade = EXCUSED_IN_CANVAS if line.is_excused else _number(line.grade)
        rows.append(
            (student.name, row.get("id", ""), student.sid, student.email, row.get("section", ""), grade)
        )
    return _encoded(rows, mark=False)


def as_moodle(lines: Iterable[Line], title: str) -> bytes:
    """Return what Moodle imports: "Grades", "Import", "CSV file", mapped by either id."""
    rows = [(line.student.sid, line.student.email, _number(line.grade)) for line in lines]
    return _encoded([(*MOODLE, title), *rows], mark=False)


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")


def _encoded(rows: Iterable[Sequence[str]], *, mark: bool = True) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8", errors="replace")
