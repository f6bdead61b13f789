"""The students of a class, without their answers."""

from dataclasses import dataclass
from pathlib import Path

from autograder.marking.tables import read_rows
from autograder.messages import tas
from autograder.rubrics.model import RubricError

COLUMNS = {
    "id": ("id", "submission", "submission id", "student", "folder", "file"),
    "name": ("name", "full name", "student name"),
    "first": ("first name", "given name", "first"),
    "last": ("last name", "surname", "family name", "last"),
    "email": ("email", "e-mail", "email address", "e-mail address", "mail"),
    "sid": ("sid", "student id", "id number", "sis user id", "matriculation number"),
}
"""What is read from a roster, and the names of columns for it in lower case."""


@dataclass(frozen=True)
class Person:
    """Somebody who gets a grade."""

    name: str = ""
    email: str = ""
    sid: str = ""
    """The number by which the university knows them."""


@dataclass(frozen=True)
class Student:
    """A row of all tables: a submission, and the person or the group that handed it in."""

    id: str
    people: tuple[Person, ...] = ()

    @property
    def name(self) -> str:
        """The names for a person to read; empty if they are unknown."""
        return ", ".join(each.name for each in self.people if each.name)


def read_roster(path: Path) -> dict[str, Person]:
    """Return the people in a CSV file by the id of their submission.

    It has a column ``id`` (the submission's name in the export), and any of name, first and last name, email,
    student id.

    Raises:
        RubricError: it cannot be read, or has no ids, or one twice.
    """
    rows = read_rows(path)
    head = [cell.casefold() for cell in rows[0][1]] if rows else []
    places = {
        key: next((head.index(name) for name in names if name in head), None)
        for key, names in COLUMNS.items()
    }
    if places["id"] is None:
        raise RubricError(tas.classes.roster_without_ids(path))
    people: dict[str, Person] = {}
    for number, row in rows[1:]:
        cells = {key: row[at] for key, at in places.items() if at is not None and at < len(row)}
        name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
        if cells.get("id", "") in people:
            raise RubricError(tas.sheets.sheet_row_repeated(path, number, cells["id"]))
        if cells.get("id"):
            people[cells["id"]] = Person(name, cells.get("email", ""), cells.get("sid", ""))
    return people
