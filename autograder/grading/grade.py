"""What came of a submission, as data that reports are made from."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Where a question stands."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not started"


@dataclass(frozen=True)
class QuestionGrade:
    """One function's result, with what the student is told."""

    number: str
    function: str
    state: State
    score: float
    max_score: float
    message: str = ""


@dataclass(frozen=True)
class WrittenGrade:
    """One written answer: received or not, never scored by us."""

    number: str
    title: str
    words: int | None
    """None when no file was handed in."""


@dataclass(frozen=True)
class Grade:
    """A graded submission."""

    questions: tuple[QuestionGrade, ...]
    written: tuple[WrittenGrade, ...]
    seconds: float
    notes: dict[str, str] = field(default_factory=dict)
    """For staff: the sandbox level, versions."""

    @property
    def score(self) -> float:
        """Points for code; written answers are scored by people."""
        return sum(question.score for question in self.questions)

    @property
    def max_score(self) -> float:
        """Points that could be had for code."""
        return sum(question.max_score for question in self.questions)
