"""The prompt from which a model drafts the marking of one answer. A person decides.

The answer is fenced by two lines with a nonce that does not occur in it. It is declared to be data, and
followed by the task once more. The reply's schema has one required key per criterion: with a list, a model
could repeat one criterion and omit another.
"""

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.catalog import Project
from autograder.marking.answers import answer_of, read_text
from autograder.messages import tas
from autograder.rubrics.characters import is_invisible
from autograder.rubrics.model import Rubric, RubricError
from autograder.rubrics.read import find_question
from autograder.rubrics.show import for_graders

TEMPLATE = "prompt.md.jinja"
NONCE = re.compile(r"[0-9A-Za-z]{12,64}")


@dataclass(frozen=True)
class Prompt:
    """The text for a model, and the JSON schema that its reply must fit."""

    text: str
    schema: dict[str, Any]
    nonce: str


def make_prompt(project: Project, rubric: Rubric, text: str, nonce: str | None = None) -> Prompt:
    """Make the prompt for one answer.

    Args:
        project: The course, which holds the question.
        rubric: The rubric to mark by.
        text: A student's file, a sample, or the bare answer.
        nonce: For a reproducible prompt; a fresh one by default.

    Raises:
        RubricError: There is no answer, or the nonce is malformed or occurs in the answer.
    """
    answer = answer_of(text)
    if not answer:
        raise RubricError(tas.answers.NO_ANSWER_TO_PROMPT)
    chosen = _fresh_nonce(text) if nonce is None else _checked_nonce(nonce, text)
    written = find_question(project, rubric.question)
    schema = reply_schema(rubric)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # the prompt is not HTML
    )
    filled = environment.get_template(TEMPLATE).render(
        task=_task(project.assignment_folder / written.path),
        rubric=for_graders(rubric, written).replace("\n#", "\n##").replace("# ", "## ", 1),
        nonce=chosen,
        removed=any(map(is_invisible, text.lstrip("\ufeff"))),
        answer=answer,
        stamp=rubric.stamp,
        criteria=", ".join(f"`{criterion.id}`" for criterion in rubric.criteria),
        schema=json.dumps(schema, indent=1, ensure_ascii=False),
    )
    return Prompt(filled, schema, chosen)


def reply_schema(rubric: Rubric) -> dict[str, Any]:
    """Return the JSON schema of a reply: the rubric's stamp; per criterion a quote, a reason and a verdict.

    The verdict comes last, so that a model writes down its evidence first. Levels are strings, because 1, 1.0
    and `true` would be three spellings of one number.
    """
    properties: dict[str, Any] = {"rubric": {"type": "string", "enum": [rubric.stamp]}}
    for criterion in rubric.criteria:
        parts = {
            "quote": {"type": "string"},
            "reason": {"type": "string"},
            "verdict": {"type": "string", "enum": list(criterion.worth)},
        }
        properties[criterion.id] = _object(parts)
    return _object(properties)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _task(path: Path) -> str:
    """Return the question in a file of `written/`: its quoted lines."""
    lines = [line for line in read_text(path).splitlines() if line.startswith(">")]
    if not lines:
        raise RubricError(tas.answers.no_question(path))
    return "\n".join(lines)


def _fresh_nonce(text: str) -> str:
    while True:
        nonce = secrets.token_hex(12)
        if nonce not in text.casefold():
            return nonce


def _checked_nonce(nonce: str, text: str) -> str:
    if not NONCE.fullmatch(nonce):
        raise RubricError(tas.answers.nonce_malformed(nonce))
    if nonce.casefold() in text.casefold():
        raise RubricError(tas.answers.NONCE_OCCURS)
    return nonce
