"""The prompt from which a model drafts the marking of one answer. A person decides.

The answer stands between two lines with a nonce that cannot occur in it, is said to be data, and has the task
restated after it. The reply's schema has one required key for each criterion: a list would let a model repeat
one and omit another.
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
from autograder.rubrics.characters import is_invisible
from autograder.rubrics.model import Rubric, RubricError
from autograder.rubrics.read import find_question
from autograder.rubrics.show import for_graders

TEMPLATE = "prompt.md.jinja"
NONCE = re.compile(r"[0-9A-Za-z]{12,64}")


@dataclass(frozen=True)
class Prompt:
    """What a model is given: the text, and the schema to hold its reply to."""

    text: str
    schema: dict[str, Any]
    nonce: str


def make_prompt(project: Project, rubric: Rubric, text: str, nonce: str | None = None) -> Prompt:
    """The prompt for one answer.

    Args:
        project: where the question itself stands.
        rubric: what to mark by.
        text: a student's file, a sample, or the bare answer.
        nonce: for a prompt that can be made again; a fresh one by default.

    Raises:
        RubricError: there is no answer, or the nonce is unfit or occurs in the answer.
    """
    answer = answer_of(text)
    if not answer:
        raise RubricError("there is no answer to mark")
    chosen = _fresh_nonce(text) if nonce is None else _checked_nonce(nonce, text)
    written = find_question(project, rubric.question)
    schema = reply_schema(rubric)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # the prompt is no HTML
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
    """The JSON schema of a reply: the rubric's stamp, and for each criterion quote, reason and verdict.

    The verdict comes last, so that a model writes its evidence before it commits itself. Levels are texts:
    as numbers, 1 and 1.0 would be two ways to say one thing, and `true` a third.
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
    """The question in a file of `written/`: its quoted lines."""
    lines = [line for line in read_text(path).splitlines() if line.startswith(">")]
    if not lines:
        raise RubricError(f"{path} holds no question: its lines should begin with '>'")
    return "\n".join(lines)


def _fresh_nonce(text: str) -> str:
    while True:
        nonce = secrets.token_hex(12)
        if nonce not in text.casefold():
            return nonce


def _checked_nonce(nonce: str, text: str) -> str:
    if not NONCE.fullmatch(nonce):
        raise RubricError(f"a nonce is 12 to 64 letters and digits, not {nonce!r}")
    if nonce.casefold() in text.casefold():
        raise RubricError("the nonce occurs in the answer: choose another one, or leave it out")
    return nonce
