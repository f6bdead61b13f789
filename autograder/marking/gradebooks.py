"""Write totals as files: for people, for Canvas and Moodle, and to type into Gradescope's manual grading."""

from collections.abc import Iterator
from pathlib import Path

from autograder.files import write_atomically
from autograder.marking.class_answers import PRIVATE
from autograder.marking.students import Person
from autograder.marking.tables import csv_bytes
from autograder.marking.totals import StudentMarks, Totals
from autograder.messages import tas
from autograder.rubrics.model import MET


def write_totals(totals: Totals, title: str, folder: Path, delimiter: str = ",") -> list[Path]:
    """Write all files into a folder and return their paths.

    Args:
        totals: the marks.
        title: the assignment's title, which names the gradebook's column.
        folder: it is made if it is missing.
        delimiter: of the files for people; gradebooks want a comma.
    """
    contents = {
        "points.csv": csv_bytes(_points(totals), delimiter),
        "feedback.csv": csv_bytes(_feedback(totals), delimiter),
        "canvas.csv": csv_bytes(_canvas(totals, title)),
        "moodle.csv": csv_bytes(_moodle(totals)),
        "gradescope.csv": csv_bytes(_gradescope(totals), delimiter),
    }
    for name, content in contents.items():
        write_atomically(folder / name, content, PRIVATE)
    return [folder / name for name in contents]


def points_text(points: float | None) -> str:
    """Return points for a cell; nothing while they are not decided, because 0 would be a mark."""
    return "" if points is None else f"{points:g}"


def _people(marks: StudentMarks) -> tuple[Person, ...]:
    return marks.student.people or (Person(),)


def _points(totals: Totals) -> Iterator[list[str]]:
    questions = [each.question for each in totals.rubrics]
    yield ["student", "name", *questions, "total", "missing", "unmarked"]
    yield ["maximum", "", *(f"{each.points:g}" for each in totals.rubrics),
           f"{sum(each.points for each in totals.rubrics):g}", "", ""]  # fmt: skip
    for each in totals.students:
        missing = [question for question, mark in each.marks.items() if mark.missing]
        undecided = sum(len(mark.undecided) for mark in each.marks.values())
        yield [
            each.student.id, each.student.name, *(points_text(mark.points) for mark in each.marks.values()),
            points_text(each.points), " ".join(missing), str(undecided or ""),
        ]  # fmt: skip


def _feedback(totals: Totals) -> Iterator[list[str]]:
    yield ["student", "name", "question", "points", "of", "feedback"]
    for each in totals.students:
        for question, mark in each.marks.items():
            yield [each.student.id, each.student.name, question, points_text(mark.points),
                   f"{mark.rubric.points:g}", mark.feedback]  # fmt: skip


def _canvas(totals: Totals, title: str) -> Iterator[list[str]]:
    """Canvas finds a student by ID, SIS User ID or SIS Login ID. Its import has no comments."""
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", tas.totals.written_part_of(title)]
    yield ["    Points Possible", "", "", "", "", f"{sum(each.points for each in totals.rubrics):g}"]
    for each in totals.students:
        own = each.student.id if each.student.id.isdecimal() else ""
        for person in _people(each):
            name = person.name or each.student.id
            number = "" if person.sid or person.email else own
            yield [name, number, person.sid, person.email, "", points_text(each.points)]


def _moodle(totals: Totals) -> Iterator[list[str]]:
    """The columns of Moodle's grading worksheet; its import finds a student by any of the first four."""
    yield ["Identifier", "Full name", "Email address", "ID number", "Grade", "Maximum grade",
           "Feedback comments"]  # fmt: skip
    maximum = f"{sum(each.points for each in totals.rubrics):g}"
    for each in totals.students:
        identifier = f"Participant {each.student.id}" if each.student.id.isdecimal() else each.student.id
        said = "\n\n".join(
            f"{tas.totals.question_points(question, mark.points, mark.rubric.points)}\n{mark.feedback}"
            for question, mark in each.marks.items()
        )
        for person in _people(each):
            yield [identifier, person.name, person.email, person.sid, points_text(each.points), maximum, said]


def _gradescope(totals: Totals) -> Iterator[list[str]]:
    """Gradescope takes no grades from a file: one line for each answer, to enter while its page is open."""
    yield ["submission", "name", "student id", "question", "points", "met", "not met", "comment"]
    for question in (each.question for each in totals.rubrics):
        for each in totals.students:
            mark = each.marks[question]
            met = [_short(name, verdict) for name, verdict in mark.verdicts.items() if _earns(verdict)]
            not_met = [name for name, verdict in mark.verdicts.items() if not _earns(verdict)]
            comment = mark.comment or (
                tas.classes.NOTHING_HANDED_IN if mark.missing and not mark.verdicts else ""
            )
            yield [
                each.student.id, each.student.name, ", ".join(one.sid for one in _people(each) if one.sid),
                question, points_text(mark.points), ", ".join(met), ", ".join(not_met), comment,
            ]  # fmt: skip


def _earns(verdict: str) -> bool:
    return verdict == MET or (verdict.replace(".", "").isdecimal() and float(verdict) > 0)


def _short(name: str, verdict: str) -> str:
    return name if verdict == MET else f"{name} {verdict}"
