"""What came of one call, as the grader knows it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class End(StrEnum):
    """How a call ended."""

    VALUE = "value"
    ERROR = "error"
    MISSING = "missing"
    """The submission has no such file, or no function of that name in it."""
    IMPORT_ERROR = "import error"
    """The student's module could not be imported; the error says why."""
    TIMEOUT = "timeout"
    DIED = "died"
    """The process ended, or said what the protocol does not allow."""
    BAD_CALLBACK = "bad callback"
    """The submission called a function argument with what it may not be given."""
    NOT_REACHED = "not reached"
    """Not called, since an earlier call of the question ended its worker, or the run's time was up."""


@dataclass(frozen=True)
class StudentError:
    """An exception of the submission: never raised again as itself, only looked at.

    `classes` are its built-in classes, the most special first. `text` is for staff: it could carry
    hidden values.
    """

    classes: tuple[str, ...]
    file: str
    """Its path in the submission."""
    line: int
    text: str
    reason: str = ""
    """Why the student's own source cannot be compiled; they may read it."""

    @property
    def name(self) -> str:
        """The most special built-in class."""
        return self.classes[0] if self.classes else "an exception"

    @property
    def place(self) -> str:
        """Where in the student's own files it was raised, or nothing."""
        return f"{self.file}, line {self.line}" if self.file and self.line else self.file


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a value (with gradients where they were asked for) or how it failed."""

    end: End
    value: Any = None
    gradients: tuple[Any, ...] | None = None
    error: StudentError | None = None
    changed: bool = False
    """Whether an argument was changed in place; the worker's own word for it."""
    calls: tuple[Any, ...] = field(default=())
    """Arguments of the call-backs that were made, in order."""
