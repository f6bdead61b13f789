"""How a check failed: a kind that code may decide by, words for students, and the hidden facts for staff."""

from dataclasses import dataclass
from enum import StrEnum


class FailureKind(StrEnum):
    """The kinds of failure. Logic decides by these, never by the words."""

    NOT_STARTED = "not started"
    IMPORT_FAILED = "import failed"
    RAISED = "raised"
    TIMED_OUT = "timed out"
    DIED = "died"
    BAD_CALLBACK = "bad callback"
    SKIPPED = "skipped"
    OUT_OF_TIME = "out of time"
    """The question's share of the run's time, or the whole of it, was up."""
    RETURNED = "returned"
    """A value came back where the call should have ended otherwise."""
    ERROR_MISSING = "error missing"
    """Bad input was not refused with the expected error."""
    WRONG_TYPE = "wrong type"
    WRONG_LENGTH = "wrong length"
    WRONG_KEYS = "wrong keys"
    WRONG_SHAPE = "wrong shape"
    WRONG_DTYPE = "wrong dtype"
    WRONG_VALUE = "wrong value"
    WRONG_FORM = "wrong form"
    WRONG_GRADIENT = "wrong gradient"
    WRONG_CALLS = "wrong calls"
    ARGUMENT_CHANGED = "argument changed"
    WRONG_PROPERTY = "wrong property"
    """A property that a hidden test works out by itself, in the test's own words."""


@dataclass(frozen=True)
class Evidence:
    """A call and its outcome. Hidden values: for staff, and for students under the policy ``full``."""

    call: str = ""
    result: str = ""
    error_text: str = ""
    """The text of the exception that the call raised; it could carry anything."""
    expected: str = ""

    def __str__(self) -> str:
        shown = f"{self.call} {self.result}".strip()
        return f"{shown}; expected {self.expected}" if self.expected else shown


@dataclass(frozen=True)
class Failure:
    """How one check failed."""

    kind: FailureKind
    words: str
    """For students: nothing hidden."""
    evidence: Evidence = Evidence()

    @property
    def detail(self) -> str:
        """The evidence on one line."""
        return str(self.evidence)
