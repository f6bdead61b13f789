"""What reports need of a grade, as plain data: small, and without the students' own output."""

import hashlib
import json
from typing import Any

from autograder.grading.fingerprints import tells
from autograder.grading.grade import Grade, QuestionGrade, State

MAX_DETAIL = 400
"""Characters of the evidence that is kept of a question's smallest failure, for staff."""


def summary_of(grade: Grade) -> dict[str, Any]:
    """Return the summary of a grade."""
    return {
        "questions": {each.question.number: _of_question(each) for each in grade.questions},
        "written": {each.number: each.words for each in grade.written},
        "notes": list(grade.notes),
    }


def _of_question(graded: QuestionGrade) -> dict[str, Any]:
    found: dict[str, Any] = {
        "score": graded.score,
        "state": str(graded.state),
        "parts": {part.part.name: part.score for part in graded.parts},
        "passed": [part.part.name for part in graded.parts if part.passed],
    }
    if graded.misconception:
        found |= {"chaff": graded.misconception.chaff, "hint": graded.misconception.hint}
    first = graded.first_failure
    if first and graded.state is not State.NOT_STARTED:
        found |= {
            "failed": first.test,
            "title": first.title,
            "words": first.words,
            "detail": first.detail[:MAX_DETAIL],
        }
        if tells(graded.fingerprint) and not graded.misconception and not graded.failed_needs:
            found["fingerprint"] = _digest(graded.fingerprint)
    return found


def _digest(fingerprint: Any) -> str:
    return hashlib.sha256(json.dumps(fingerprint, sort_keys=True).encode()).hexdigest()[:12]
