"""Gradescope's `results.json`, valid from the first second on.

Format: Gradescope, "Autograder Specifications". Until grading ends the file holds no score, so that a
grader that dies is never a zero.
"""

import json
import os
from pathlib import Path
from typing import Any

from autograder.grading.grade import Grade, QuestionGrade, State

UNFINISHED = "Grading did not finish. This is not your fault: please tell the course staff."


def unfinished_results() -> dict[str, Any]:
    """What the file holds until grading has ended: no score."""
    return {
        "output": UNFINISHED,
        "tests": [{"name": "Grading", "output": UNFINISHED}],
        "extra_data": {"state": "incomplete"},
    }


def results(grade: Grade, visibility: str) -> dict[str, Any]:
    """The results of a graded submission."""
    tests = [_test(question, visibility) for question in grade.questions]
    for answer in grade.written:
        received = "not received" if not answer.words else f"received, {answer.words} words, graded by staff"
        tests.append({"number": answer.number, "name": answer.title, "output": received})
    return {
        "score": grade.score,
        "execution_time": round(grade.seconds, 2),
        "stdout_visibility": "hidden",
        "output": f"{grade.score:g} of {grade.max_score:g} points for code; staff grade the written answers.",
        "tests": tests,
        "extra_data": {"state": "complete", **grade.notes},
    }


def write_results(path: Path, content: dict[str, Any]) -> None:
    """Writes the file under a temporary name and renames it: a reader sees the old one or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(json.dumps(content, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    temporary.replace(path)


def _test(question: QuestionGrade, visibility: str) -> dict[str, Any]:
    return {
        "number": question.number,
        "name": question.function,
        "score": question.score,
        "max_score": question.max_score,
        "status": "passed" if question.state is State.PASSED else "failed",
        "output": f"{question.state}. {question.message}".strip(),
        "output_format": "text",
        "visibility": visibility,
    }
