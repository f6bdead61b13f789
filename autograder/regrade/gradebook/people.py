"""Students, found by any of their ids: a student number, an email address."""

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.errors import AutograderError
from autograder.messages import instructors

MAX_NAMED = 10


@dataclass(frozen=True)
class Student:
    """One student, with the ids that are known."""

    name: str = ""
    sid: str = ""
    email: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids by which the student can be found, the surest first."""
        return tuple(filter(None, (normal(self.sid), normal(self.email))))

    @property
    def label(self) -> str:
        """A name for messages."""
        return self.sid or self.email or self.name


class Students:
    """All students of a course."""

    def __init__(self) -> None:
        self._by_id: dict[str, Student] = {}

    def add(self, student: Student) -> Student:
        """Add a student, or join what is known of the same one, and return the student.

        Raises:
            AutograderError: there is no id, or the ids belong to two students.
        """
        if not student.ids:
            raise AutograderError(instructors.no_id(student.name))
        known = {self._by_id[each] for each in student.ids if each in self._by_id}
        joined = Student(*(_one_of(known | {student}, field) for field in ("name", "sid", "email")))
        for each in known:
            for key in each.ids:
                self._by_id[key] = joined
        for key in joined.ids:
            self._by_id[key] = joined
        return joined

    def find(self, *ids: str) -> Student | None:
        """Return the student who has one of the ids."""
        return next((self._by_id[normal(each)] for each in ids if normal(each) in self._by_id), None)

    def all(self) -> list[Student]:
        """Return all students, by their ids."""
        return sorted(set(self._by_id.values()), key=lambda each: (each.sid, each.email))


def normal(text: str) -> str:
    """Return an id as it is compared: spreadsheets change cases and spaces.

    >>> normal(" Ada@Example.edu ")
    'ada@example.edu'
    """
    return text.strip().casefold()


def refuse(what: str, ids: Iterable[str]) -> None:
    """Raise if there are any of these ids.

    Raises:
        AutograderError: names the first of them, and how many there are.
    """
    if found := list(ids):
        raise AutograderError(instructors.unmatched(what, found[:MAX_NAMED], len(found[MAX_NAMED:])))


def _one_of(students: Iterable[Student], field: str) -> str:
    values = {normal(getattr(each, field)): getattr(each, field).strip() for each in students}
    values.pop("", None)
    if len(values) > 1 and field != "name":
        raise AutograderError(instructors.two_students(field, sorted(values.values())))
    return max(values.values(), default="", key=len)
