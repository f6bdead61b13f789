"""Gradescope's `results.json`. Format: Gradescope, "Autograder Specifications"."""

import json
from typing import Any

from autograder.catalog import Assignment
from autograder.grading.grade import Grade
from autograder.messages import students
from autograder.platforms.feedback import Shown, feedback_on
from autograder.platforms.writer import ResultsWriter


class GradescopeWriter(ResultsWriter):
    """Writes `results.json`."""

    def of_unfinished(self, reason: str) -> bytes:  # noqa: D102
        return encode(unfinished_results(reason))

    def of_refused(self, reason: str) -> bytes:  # noqa: D102
        return encode(refused_results(reason))

    def of_grade(self, grade: Grade) -> bytes:  # noqa: D102
        return encode(results(grade, self.assignment))


def unfinished_results(reason: str = "") -> dict[str, Any]:
    """Return the content until grading has ended, or when the grader failed; `reason` is for staff."""
    text = students.results.UNFINISHED
    return {
        "output": text,
        "tests": [{"name": students.results.GRADING, "output": text}],
        "extra_data": {"state": "incomplete", "reason": reason},
    }


def refused_results(reason: str) -> dict[str, Any]:
    """Return the content for a submission that could not be read."""
    text = students.results.refused(reason)
    return {
        "output": text,
        "tests": [{"name": students.results.READING, "output": text}],
        "extra_data": {"state": "refused", "reason": reason},
    }


def results(grade: Grade, assignment: Assignment) -> dict[str, Any]:
    """Return the content for a graded submission."""
    feedback = feedback_on(grade, assignment)
    staff: dict[str, Any] = {"state": "complete", **grade.staff}
    first_failures: dict[str, str] = {}
    for entry in feedback.entries:
        if entry.first_failure:
            first_failures.setdefault(entry.number, entry.first_failure)
    if first_failures:
        staff["first_failures"] = first_failures
    return {
        "score": feedback.score,
        "execution_time": round(grade.seconds, 2),
        "visibility": assignment.visibility,
        "stdout_visibility": "hidden",
        "output": feedback.summary,
        "tests": [_test(entry, assignment.visibility) for entry in feedback.entries],
        "extra_data": staff,
    }


def encode(content: dict[str, Any]) -> bytes:
    """Return the file's bytes."""
    # Lone surrogates can come in what a student printed: escaped, they are still valid JSON.
    return (json.dumps(content, indent=1, allow_nan=False) + "\n").encode()


def _test(entry: Shown, visibility: str) -> dict[str, Any]:
    if entry.passed is None:
        return {"number": entry.number, "name": entry.name, "output": entry.output}
    test: dict[str, Any] = {
        "number": entry.number,
        "name": entry.name,
        "status": "passed" if entry.passed else "failed",
        "output": entry.output,
        "output_format": "text",
        "visibility": visibility,
    }
    return test if entry.score is None else {**test, "score": entry.score, "max_score": entry.max_score}
