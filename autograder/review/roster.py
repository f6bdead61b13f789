"""Who is behind a pseudonym: a file of its own, for its owner only, that the server never opens."""

import json
import secrets
from pathlib import Path

from autograder.files import write_atomically
from autograder.marking.students import Person, Student
from autograder.messages import review as words
from autograder.review.database import ReviewError

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Without vowels and look-alikes: a pseudonym is not a word, and can be read out."""
LENGTH = 6
PRIVATE = 0o600


class Roster:
    """Pseudonym → student. A student keeps the pseudonym for good."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Raises:
            ReviewError: It cannot be read, or is not a roster.
        """
        self.path = path
        self.students: dict[str, Student] = {}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            self.students = {
                code: Student(each["id"], tuple(Person(**person) for person in each["people"]))
                for code, each in found.items()
            }
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReviewError(words.bad_roster(path)) from error
        self._codes = {student.id: code for code, student in self.students.items()}

    def pseudonym(self, student: Student) -> str:
        """Return the student's pseudonym; a new one is random, so it says nothing about the name."""
        code = self._codes.get(student.id)
        if code is None:
            code = self._fresh()
            self._codes[student.id] = code
        if student.people or code not in self.students:
            self.students[code] = student
        return code

    def code_of(self, identifier: str) -> str | None:
        """Return the pseudonym of the submission with an id, if it is known."""
        return self._codes.get(identifier)

    def find(self, wanted: str) -> str | None:
        """Return the pseudonym of a student by pseudonym, id, name, address or number, if one fits."""
        if wanted in self.students:
            return wanted
        fits = {
            code
            for code, each in self.students.items()
            if wanted in {each.id, each.name, *(text for one in each.people for text in vars(one).values())}
        }
        return fits.pop() if len(fits) == 1 and wanted else None

    def forget(self, code: str) -> None:
        """Remove a student."""
        student = self.students.pop(code, None)
        if student is not None:
            del self._codes[student.id]

    def save(self) -> None:
        """Write the file, readable by its owner only."""
        content = {
            code: {"id": each.id, "people": [vars(person) for person in each.people]}
            for code, each in sorted(self.students.items())
        }
        write_atomically(self.path, json.dumps(content, indent=1, ensure_ascii=False).encode(), mode=PRIVATE)

    def _fresh(self) -> str:
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            if code not in self.students:
                return code
