"""Gradescope's `results.json`, valid from the first second on.

Format: Gradescope, "Autograder Specifications". Until grading ends the file holds no score, so that a
grader that dies is never a zero. What students may read follows the feedback policy of the catalog.
"""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from autograder.catalog import Assignment
from autograder.files import write_atomically
from autograder.grading.grade import Grade, PartGrade, QuestionGrade, WrittenGrade
from autograder.grading.plugin import Verdict

UNFINISHED = "Grading did not finish. This is not your fault: please tell the course staff."


def unfinished_results(reason: str = "") -> dict[str, Any]:
    """What the file holds until grading has ended, or when the grader failed: no score.

    Args:
        reason: why, for staff.
    """
    return {
        "output": UNFINISHED,
        "tests": [{"name": "Grading", "output": UNFINISHED}],
        "extra_data": {"state": "incomplete", "reason": reason},
    }


def refused_results(reason: str) -> dict[str, Any]:
    """For what cannot be read as a submission at all: the reason, for the student, and no score."""
    text = f"Your submission could not be read: {reason}. Please upload it again."
    return {
        "output": text,
        "tests": [{"name": "Reading the submission", "output": text}],
        "extra_data": {"state": "refused", "reason": reason},
    }


def results(grade: Grade, assignment: Assignment) -> dict[str, Any]:
    """The results of a graded submission."""
    tests: list[dict[str, Any]] = []
    for question in grade.questions:
        tests += _question_tests(question, assignment)
    for answer in grade.written:
        tests.append({"number": answer.number, "name": answer.title, "output": _received(answer)})
    summary = "Staff grade the written answers."
    if assignment.visibility == "visible":  # this text has no visibility of its own
        summary = f"{grade.score:g} of {grade.max_score:g} points for code; staff grade the written answers."
    return {
        "score": grade.score,
        "execution_time": round(grade.seconds, 2),
        "visibility": assignment.visibility,
        "stdout_visibility": "hidden",
        "output": "\n".join([summary, *(f"Note: {note}." for note in grade.notes)]),
        "tests": tests,
        "extra_data": {"state": "complete", **grade.staff},
    }


def write_results(path: Path, content: dict[str, Any]) -> None:
    """Writes the file: a reader sees the old one or the new one, never half of one."""
    # Lone surrogates can come in what a student printed: escaped, they are still valid JSON.
    write_atomically(path, (json.dumps(content, indent=1, allow_nan=False) + "\n").encode())


def _question_tests(question: QuestionGrade, assignment: Assignment) -> list[dict[str, Any]]:
    tests = []
    if question.example:
        shown = _line(question.example, "full")
        tests.append(_test(question, "worked example", question.example.passed, shown, assignment))
    first_failed = next((part for part in question.parts if not part.passed), None)
    for part in question.parts:
        shown = _part_output(part, assignment.feedback)
        if part is first_failed and assignment.feedback != "none":
            shown += _what_leads_on(question)
        test = _test(question, part.part.name, part.score > 0, shown, assignment)
        tests.append({**test, "score": part.score, "max_score": part.part.points})
    return tests


def _test(
    question: QuestionGrade, name: str, passed: bool, output: str, assignment: Assignment
) -> dict[str, Any]:
    return {
        "number": question.question.number,
        "name": f"{question.question.function}: {name}",
        "status": "passed" if passed else "failed",
        "output": output,
        "output_format": "text",
        "visibility": assignment.visibility,
    }


def _received(answer: WrittenGrade) -> str:
    if answer.words:
        return f"received, {answer.words} words, graded by staff"
    return (
        "not received" if answer.words is None else "received, but no answer stands between its ANSWER lines"
    )


def _part_output(part: PartGrade, feedback: str) -> str:
    if feedback == "none" and part.passed and not part.counts:
        return "passed; it counts once the function's core passes"
    if feedback == "none":
        return "passed" if part.passed else "failed"
    # Inputs of one kind have one title: a line for each way in which they failed, the smallest input's first.
    lines = []
    for title, group in groupby(part.checks, key=lambda check: check.title):
        checks = list(group)
        failed = [check for check in checks if not check.passed]
        if not failed:
            lines.append(f"+ {title}")
        for kind in dict.fromkeys(check.kind for check in failed):
            alike = [check for check in failed if check.kind == kind]
            inputs = f" ({len(alike)} of {len(checks)} inputs)" if len(checks) > 1 else ""
            lines.append(_line(alike[0], feedback, inputs))
    if part.passed and not part.counts:
        lines.append("These checks passed; they count once the function's core passes.")
    return "\n".join(lines)


def _what_leads_on(question: QuestionGrade) -> str:
    """The hint; where what went wrong is not known, the kind of input that is the smallest to fail."""
    if question.hint:
        return f"\n? {question.hint}"
    first = question.first_failure
    # Where nothing passed, any input fails.
    if first is None or not any(check.passed for check in question.checks):
        return ""
    return f"\n> The smallest input that fails is of this kind: {first.title}."


def _line(check: Verdict, feedback: str, inputs: str = "") -> str:
    """One check, in no more words than the policy allows."""
    if check.passed:
        return f"+ {check.title}"
    line = f"x {check.title}: {check.kind}{inputs}"
    return f"{line}\n    {check.detail}" if feedback == "full" else line
