"""Checks on a graded attack: the points of an honest equal, a valid results file, no secret in it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from autograder.audit.attacks.canaries import Canaries
from autograder.catalog import Assignment
from autograder.grading.failure import FailureKind
from autograder.grading.grade import Grade
from autograder.grading.verdict import Verdict
from autograder.platforms.gradescope.results import results

POLICIES = ("none", "hint", "full")
RECOGNISABLE = re.compile(r"\d[\d.]{6,}\d")
"""A number of eight digits or more: a hidden value, and neither points nor a line number."""
MIN_TEXT = 12
"""Characters of an exception's text from which it can be recognised."""


def complaints_about_points(grade: Grade, expected: Mapping[str, float]) -> list[str]:
    """Complain of questions that do not have exactly the points of an honest equal."""
    wrong = [
        f"{graded.question.function} {graded.score:g} instead of {expected[graded.question.number]:g}"
        for graded in grade.questions
        if graded.score != expected[graded.question.number]
    ]
    if not wrong:
        return []
    honest = sum(expected.values())
    return [f"the grade is {grade.score:g}, an honest equal gets {honest:g}: {', '.join(wrong)}"]


def complaints_about_file(path: Path) -> list[str]:
    """Complain of a results file that Gradescope's documentation would not accept."""
    import jsonschema

    try:
        content = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse)
    except ValueError as error:
        return [f"the results file is not JSON: {error}"]
    errors = jsonschema.Draft202012Validator(results_schema()).iter_errors(content)
    return [f"the results file is not valid at {each.json_path}: {each.message[:200]}" for each in errors]


def complaints_about_secrets(grade: Grade, assignment: Assignment, canaries: Canaries) -> list[str]:
    """Complain of canaries under any feedback policy, and of hidden values under all but ``full``."""
    said = []
    contents = {policy: results(grade, replace(assignment, feedback=policy)) for policy in POLICIES}
    for policy, content in contents.items():
        shown = visible_text(content)
        said += [f"the canary of {place} shows under {policy}" for place in canaries.found_in(shown)]
        said += [f"a control character shows under {policy}: {each}" for each in unprintable(shown)]
        if policy != "full":
            said += [f"a hidden value shows under {policy}: {value}" for value in hidden_values(grade, shown)]
    staff = json.dumps(contents["none"]["extra_data"], default=str)
    said += [f"the submission could read the canary of {place}" for place in canaries.found_in(staff)]
    return said


def unprintable(shown: str) -> list[str]:
    """Return the characters in a student's report that would reverse a line or move a cursor."""
    return sorted({ascii(each) for each in shown if not each.isprintable() and each != "\n"})


def hidden_values(grade: Grade, shown: str) -> list[str]:
    """Return the evidence for staff (hidden inputs, exceptions' texts) that students can see.

    A worked example is shown in full: its call and the expected result stand in the handout. The
    submission can return or raise anything there, so a number is its own only if no hidden evidence has it.
    """
    examples = [each.example for each in grade.questions if each.example]
    public = {number for example in examples for number in RECOGNISABLE.findall(_ours(example))}
    numbers = {*RECOGNISABLE.findall(shown)} - public
    found = set()
    for check in (check for each in grade.questions for part in each.parts for check in part.checks):
        if check.failure is None:
            continue
        raised = check.failure.evidence.error_text
        texts = {check.detail, raised if len(raised) >= MIN_TEXT else ""} - {""}
        values = {
            text
            for text in texts
            if text in shown and not any(text in example.detail for example in examples)
        }
        values |= numbers & {*RECOGNISABLE.findall(_ours(check))}
        if check.failure.kind is FailureKind.IMPORT_FAILED:
            # Why its own source cannot be compiled may be said: nothing hidden has been sent by then.
            values = {value for value in values if value not in check.words}
        found |= values
    return sorted(each[:80] for each in found)


def _ours(check: Verdict) -> str:
    """Return the grader's own part of the evidence: the call, and the expected result."""
    evidence = check.failure.evidence if check.failure else None
    return f"{evidence.call}\n{evidence.expected}" if evidence else ""


def visible_text(content: Mapping[str, Any]) -> str:
    """Return all texts of the results that a student can see: everything but `extra_data`."""
    return "\n".join(_texts({key: value for key, value in content.items() if key != "extra_data"}))


def results_schema() -> dict[str, Any]:
    """Return Gradescope's format of results as a JSON schema."""
    text = (
        files("autograder.platforms.gradescope").joinpath("results_schema.json").read_text(encoding="utf-8")
    )
    schema: dict[str, Any] = json.loads(text)
    return schema


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    else:
        yield str(value)
