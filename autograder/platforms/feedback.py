"""The part of a Grade that students may read: the catalog's feedback policy decides it for all platforms."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from autograder.catalog import Assignment
from autograder.grading.grade import Grade, PartGrade, QuestionGrade
from autograder.grading.verdict import Verdict
from autograder.messages import students


@dataclass(frozen=True)
class Shown:
    """One entry of a report: a part of a question, a worked example, or a written answer."""

    number: str
    name: str
    """The function and the part, or the title of a written answer."""
    output: str
    passed: bool | None = None
    """None for what is not graded by us."""
    score: float | None = None
    """None for entries without points."""
    max_score: float | None = None
    first_failure: str = ""
    """The part, and the line of `output` on the first check that failed."""


@dataclass(frozen=True)
class Feedback:
    """A report for the student."""

    score: float
    max_score: float
    summary: str
    """What stands above all; it has no visibility of its own, so hidden points do not stand in it."""
    entries: tuple[Shown, ...]


def feedback_on(grade: Grade, assignment: Assignment) -> Feedback:
    """Return the part of a grade that students may read.

    Args:
        grade: the result of grading.
        assignment: its `feedback` is the policy, its `visibility` decides on the sum of points.
    """
    entries: list[Shown] = []
    for question in grade.questions:
        entries += _of_question(question, assignment.feedback)
    for answer in grade.written:
        said = students.answers.received(
            answer.words, answer.elsewhere, answer.others, is_text=answer.is_text
        )
        entries.append(Shown(answer.number, answer.title, said))
    summary = students.results.STAFF_GRADE_ANSWERS
    if assignment.visibility == "visible":
        summary = students.results.summary(grade.score, grade.max_score)
    lines = [summary, *map(students.results.note, grade.notes)]
    return Feedback(grade.score, grade.max_score, "\n".join(lines), tuple(entries))


def _of_question(question: QuestionGrade, policy: str) -> list[Shown]:
    number, function = question.question.number, question.question.function
    entries = []
    if example := question.example:
        line = _line([example], "full")  # its call and its result stand in the handout
        name = f"{function}: {students.results.WORKED_EXAMPLE}"
        failure = "" if example.passed else f"{students.results.WORKED_EXAMPLE}: {line}"
        entries.append(Shown(number, name, line, example.passed, first_failure=failure))
    first_failed = next((part for part in question.parts if not part.passed), None)
    for part in question.parts:
        lines = _lines(part, policy)
        output = "\n".join(line for line, _ in lines)
        failure = next((f"{part.part.name}: {line}" for line, passed in lines if not passed), "")
        if part is first_failed and policy != "none":
            output += _what_leads_on(question)
        name, points = f"{function}: {part.part.name}", part.part.points
        entries.append(Shown(number, name, output, part.score > 0, part.score, points, failure))
    return entries


def _lines(part: PartGrade, policy: str) -> list[tuple[str, bool]]:
    """The lines on a part's checks, each with whether it tells of something that passed."""
    without_core = part.passed and not part.counts
    if policy == "none":
        if without_core:
            return [(students.results.PASSED_WITHOUT_CORE, True)]
        return [(students.results.PASSED if part.passed else students.results.FAILED, part.passed)]
    # Inputs of one kind have one title: a line for each way in which they failed, the smallest input's first.
    lines: list[tuple[str, bool]] = []
    for _, group in groupby(part.checks, key=lambda check: check.title):
        checks = list(group)
        failed = [check for check in checks if not check.passed]
        if not failed:
            lines.append((_line(checks, policy), True))
        for words in dict.fromkeys(check.words for check in failed):
            alike = [check for check in failed if check.words == words]
            lines.append((_line(alike, policy, len(checks)), False))
    if without_core:
        lines.append((students.results.CHECKS_PASSED_WITHOUT_CORE, True))
    return lines


def _line(checks: Sequence[Verdict], policy: str, n_inputs: int = 1) -> str:
    """One line on checks that ended alike, in no more words than the policy allows."""
    check = checks[0]
    if check.passed:
        return students.results.check_passed(check.title)
    line = students.results.check_failed(check.title, check.words, len(checks), n_inputs)
    return f"{line}\n    {check.detail}" if policy == "full" else line


def _what_leads_on(question: QuestionGrade) -> str:
    """The hint; if the mistake is not known, the kind of the smallest input that fails."""
    if question.hint:
        return f"\n{students.results.hint(question.hint)}"
    first = question.first_failure
    # If nothing passed, any input fails.
    if first is None or not any(check.passed for check in question.checks):
        return ""
    return f"\n{students.results.smallest_failure(first.title)}"
