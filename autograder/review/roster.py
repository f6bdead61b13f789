"""Who is behind a pseudonym: a file of its own, for its owner only, that the server never opens."""

import csv
import io
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_atomically
from autograder.messages import review as words
from autograder.review.database import ReviewError

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Without vowels and look-alikes: a pseudonym is no word, and can be read out."""
LENGTH = 6
PRIVATE = 0o600


@dataclass(frozen=True)
class Student:
    """An identity: `key` is what the import knows the submission by, `name` is for people."""

    key: str
    name: str


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
            self.students = {code: Student(each["key"], each["name"]) for code, each in found.items()}
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReviewError(words.bad_roster(path)) from error
        self._codes = {student.key: code for code, student in self.students.items()}

    def pseudonym(self, student: Student) -> str:
        """Return the student's pseudonym; a new one is random, so it says nothing about the name."""
        code = self._codes.get(student.key)
        if code is None:
            code = self._fresh()
            self._codes[student.key] = code
        self.students[code] = student
        return code

    def find(self, wanted: str) -> str | None:
        """Return the pseudonym of a student by pseudonym, key or name, if exactly one fits."""
        if wanted in self.students:
            return wanted
        fits = {code for code, each in self.students.items() if wanted in (each.key, each.name)}
        return fits.pop() if len(fits) == 1 else None

    def forget(self, code: str) -> None:
        """Remove a student."""
        student = self.students.pop(code, None)
        if student is not None:
            del self._codes[student.key]

    def save(self) -> None:
        """Write the file, readable by its owner only."""
        content = {code: {"key": each.key, "name": each.name} for code, each in sorted(self.students.items())}
        write_atomically(self.path, json.dumps(content, indent=1, ensure_ascii=False).encode(), mode=PRIVATE)

    def _fresh(self) -> str:
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            if code not in self.students:
                return code


def read_names(path: Path) -> dict[str, str]:
    """Return key → name from a CSV of two columns, the first row included.

    Raises:
        ReviewError: The file cannot be read or has rows of another length.
    """
    try:
        rows = [row for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))) if any(row)]
        return {key.strip(): name.strip() for key, name in rows}
    except (OSError, ValueError, csv.Error) as error:
        raise ReviewError(words.bad_names(path)) from error
