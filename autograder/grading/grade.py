"""The result of grading one submission: verdicts become parts, parts become points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from autograder.catalog import Assignment, Part, Question
from autograder.grading.collect import EXAMPLE
from autograder.grading.failure import FailureKind
from autograder.grading.fingerprints import (
    Fingerprint,
    RecordedFingerprint,
    RecordedFingerprints,
    Signature,
    find_misconception,
    tells,
)
from autograder.grading.verdict import Verdict
from autograder.messages import students

CORE = "core"


class State(StrEnum):
    """Where a question stands."""

    PASSED = "passed"
    PARTLY = "partly passed"
    FAILED = "failed"
    NOT_STARTED = "not started"


@dataclass(frozen=True)
class PartGrade:
    """One part: all or nothing, and nothing unless the question's core passed."""

    part: Part
    checks: tuple[Verdict, ...]
    counts: bool
    """Whether the question's core passed, without which no part of it counts."""

    @property
    def passed(self) -> bool:
        """Whether every check passed. A part without checks never does."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def score(self) -> float:
        """The points."""
        return self.part.points if self.passed and self.counts else 0.0


@dataclass(frozen=True)
class QuestionGrade:
    """One function, by its parts; the handout's worked example is shown apart and has no points."""

    question: Question
    parts: tuple[PartGrade, ...]
    example: Verdict | None
    fingerprint: Fingerprint = field(default_factory=dict)
    """Signatures of the tests that failed, for staff."""
    misconception: RecordedFingerprint | None = None
    """The chaff that answers exactly alike, if there is one."""
    failed_needs: tuple[Question, ...] = ()
    """Earlier questions that this one builds on and that failed: its own failures may be theirs."""

    @property
    def checks(self) -> tuple[Verdict, ...]:
        """All checks: the worked example, then part by part, the smallest input first in each."""
        example = (self.example,) if self.example else ()
        return (*example, *(check for part in self.parts for check in part.checks))

    @property
    def hint(self) -> str:
        """A sentence that leads on, if the mistake is known; else nothing.

        A question that builds on a failed one points back to it and to nothing else: whether the rest is a
        mistake of its own shows once that one is mended.
        """
        if self.failed_needs and self.state not in (State.PASSED, State.NOT_STARTED):
            return students.results.knock_on([(need.number, need.function) for need in self.failed_needs])
        if self.misconception:
            return self.misconception.hint
        failed = [check for check in self.checks if not check.passed]
        if failed and all(_is(check, FailureKind.ERROR_MISSING) for check in failed):
            return students.results.missing_error(failed[0].title)
        return ""

    @property
    def score(self) -> float:
        """The points of all parts."""
        return sum(part.score for part in self.parts)

    @property
    def state(self) -> State:
        """Where the question stands, in a word."""
        if all(part.passed for part in self.parts):
            return State.PASSED
        failed = [check for part in self.parts for check in part.checks if not check.passed]
        if failed and all(_is(check, FailureKind.NOT_STARTED) for check in failed) and not self.score:
            return State.NOT_STARTED
        return State.PARTLY if self.score else State.FAILED

    @property
    def first_failure(self) -> Verdict | None:
        """The first check that failed: inputs are ordered by size, so the smallest."""
        return next((check for check in self.checks if not check.passed), None)


@dataclass(frozen=True)
class WrittenGrade:
    """One written answer: received or not, never scored by us."""

    number: str
    title: str
    words: int | None
    """None if no file was handed in."""
    elsewhere: int = 0
    """Words in its file outside the place for the answer."""
    others: tuple[str, ...] = ()
    """Other files for the same question."""
    is_text: bool = True
    """Whether its file can be read as text."""


@dataclass(frozen=True)
class Grade:
    """A graded submission."""

    questions: tuple[QuestionGrade, ...]
    written: tuple[WrittenGrade, ...]
    seconds: float
    staff: dict[str, Any] = field(default_factory=dict)
    """For staff only: the sandbox level, versions, timings, printed output."""
    notes: tuple[str, ...] = ()
    """Remarks for the student on the files that were handed in, such as what was left out."""

    @property
    def score(self) -> float:
        """Points for code; written answers are scored by people."""
        return sum(question.score for question in self.questions)

    @property
    def max_score(self) -> float:
        """The points that code can earn."""
        return sum(question.question.points for question in self.questions)


def grade_questions(
    assignment: Assignment,
    verdicts: Iterable[Verdict],
    signatures: Mapping[str, Signature] | None = None,
    recorded: RecordedFingerprints | None = None,
) -> tuple[QuestionGrade, ...]:
    """Return the grade of each question, from the verdicts of all its tests.

    Args:
        assignment: the catalog.
        verdicts: of all tests.
        signatures: what the submission answered to the tests that failed, by test.
        recorded: fingerprints of the chaffs, by the question's number: they name misconceptions.
    """
    verdicts, recorded = list(verdicts), recorded or {}
    by_part: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_part.setdefault(verdict.part, []).append(verdict)
    fingerprints = fingerprints_by_question(verdicts, signatures or {})
    grades = []
    for question in assignment.questions:
        fingerprint = fingerprints.get(question.number, {})
        # Looked up for questions that failed only: a key that is still being made records them on demand.
        known = (
            find_misconception(fingerprint, recorded.get(question.number, ())) if tells(fingerprint) else None
        )
        grades.append(_grade_question(question, by_part, fingerprint, known))
    failed = {grade.question.function for grade in grades if grade.first_failure}
    return tuple(
        replace(
            grade, failed_needs=tuple(each.question for each in grades if each.question.function in needed)
        )
        if (needed := failed & set(grade.question.needs))
        else grade
        for grade in grades
    )


def fingerprints_by_question(
    verdicts: Iterable[Verdict], signatures: Mapping[str, Signature]
) -> dict[str, Fingerprint]:
    """Return the fingerprint of each question that failed somewhere, worked examples included."""
    fingerprints: dict[str, dict[str, Any]] = {}
    for verdict in verdicts:
        if not verdict.passed and verdict.test in signatures:
            number = verdict.part.rpartition(".")[0]
            fingerprints.setdefault(number, {})[verdict.test] = signatures[verdict.test]
    return dict(fingerprints)


def _grade_question(
    question: Question,
    by_part: Mapping[str, list[Verdict]],
    fingerprint: Fingerprint,
    misconception: RecordedFingerprint | None,
) -> QuestionGrade:
    core = by_part.get(f"{question.number}.{CORE}", [])
    core_passed = bool(core) and all(check.passed for check in core)
    parts = tuple(PartGrade(part, tuple(by_part.get(part.id, [])), core_passed) for part in question.parts)
    examples = by_part.get(f"{question.number}.{EXAMPLE}", [])
    return QuestionGrade(question, parts, examples[0] if examples else None, fingerprint, misconception)


def _is(check: Verdict, kind: FailureKind) -> bool:
    return check.failure is not None and check.failure.kind is kind
