"""The result of one call, as the grader knows it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class End(StrEnum):
    """How a call ended."""

    VALUE = "value"
    ERROR = "error"
    MISSING = "missing"
    """The submission has no such file, or the file no such function."""
    IMPORT_ERROR = "import error"
    """The student's module could not be imported; the error says why."""
    TIMEOUT = "timeout"
    DIED = "died"
    """The process ended, or sent something that the protocol does not allow."""
    BAD_CALLBACK = "bad callback"
    """The submission called the callback with invalid arguments, or too many times."""
    NOT_REACHED = "not reached"
    """Not called: an earlier call of the question ended its worker."""
    OUT_OF_TIME = "out of time"
    """Cut off or not called: the question's share of time, or the run's, was up. The reason says which."""


class Advice(StrEnum):
    """Likely causes of an error. `messages.students.advice.ADVICE` holds the words for each value.

    The worker chooses it, so the list is closed: a choice carries few bits.
    """

    BREAKPOINT = "breakpoint"
    EXIT = "exit"
    INPUT = "input"
    ARGV = "argv"
    PROCESSES = "processes"
    NETWORK = "network"
    NO_RIGHT = "no right"
    NO_FILE = "no file"
    RELATIVE = "relative"
    CIRCULAR = "circular"
    OWN_PROVIDED = "own provided"
    NO_PACKAGE = "no package"
    HIDDEN = "hidden"
    NEWER_LIBRARY = "newer library"
    NEWER_SYNTAX = "newer syntax"
    UTF_16 = "utf-16"
    UTF_32 = "utf-32"
    NOT_UTF_8 = "not utf-8"
    CONFLICT = "conflict"
    NULL_BYTES = "null bytes"
    NOT_SOURCE = "not source"
    PASTED = "pasted"
    PROMPTS = "prompts"
    LINE_NUMBERS = "line numbers"
    FENCES = "fences"
    ENTITIES = "entities"
    TYPOGRAPHY = "typography"
    TABS = "tabs"
    GPU = "gpu"
    COMPILE = "compile"
    GRADIENTS_OFF = "gradients off"
    DEVICE_SET = "device set"
    DTYPE_SET = "dtype set"


@dataclass(frozen=True)
class StudentError:
    """An exception of the submission. It is never raised again, only looked at."""

    classes: tuple[str, ...]
    """Its built-in classes, the most specific first."""
    file: str
    """Its path in the submission."""
    line: int
    text: str
    """The message, for staff only: it could carry hidden values."""
    reason: str = ""
    """Why the student's file cannot be imported. Students may read it."""
    advice: str = ""
    """A value of `Advice`, or ""."""

    @property
    def name(self) -> str:
        """The most specific built-in class."""
        return self.classes[0] if self.classes else "an exception"

    @property
    def place(self) -> str:
        """The place in the student's own files where it was raised, or ""."""
        return f"{self.file}, line {self.line}" if self.file and self.line else self.file


@dataclass(frozen=True)
class Outcome:
    """The result of one call: a value, with gradients if they were asked for, or how it failed."""

    end: End
    value: Any = None
    gradients: tuple[Any, ...] | None = None
    error: StudentError | None = None
    changed: bool = False
    """Whether an argument was changed in place. Only the worker says so."""
    calls: tuple[Any, ...] = field(default=())
    """Arguments of the callbacks that were made, in order."""
    reason: str = ""
    """The grader's own words, for students, on an end that needs them."""
    left: tuple[str, ...] = ()
    """Values of `Advice` on changes by an import that affect all code after it."""
