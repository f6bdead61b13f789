"""Check a model's reply before a person sees it: its form, its verdicts, its quotes. We compute the sum.

A malformed reply is refused as a whole and yields no points. In a valid one, a verdict that needs a quote but
has none from the answer is refused alone: a person decides it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, cast

import jsonschema

from autograder.errors import AutograderError
from autograder.marking.prompt import reply_schema
from autograder.marking.quotes import QuoteCheck, QuoteState, check_quote
from autograder.messages import tas
from autograder.rubrics.characters import visible
from autograder.rubrics.model import Criterion, Rubric

MAX_CHARACTERS = 200_000
MAX_PROBLEMS = 40
FENCED = re.compile(
    r"\s*(?P<fence>`{3,}|~{3,})[ \t]*(?:json)?[ \t]*\n(?P<content>.*)\n[ \t]*(?P=fence)\s*",
    re.DOTALL | re.IGNORECASE,
)
DECLINES = re.compile(
    r"\b(?:I|we)(?:'m| am|'re| are| will|'ll)?\s+(?:sorry|unable|not able|cannot|can't|can not|won't|do not"
    r"|don't|must decline|decline|refuse|have to decline)\b"
    r"|\b(?:unable|not able|not possible|not appropriate) (?:for me )?to"
    r" (?:grade|mark|score|assess|evaluate)",
    re.IGNORECASE,
)


class ReplyError(AutograderError):
    """The reply is malformed; the message says why. There are no points."""


class ReplyDeclinedError(ReplyError):
    """The model says that it does not mark this answer. There is no draft, and nothing to repair."""


@dataclass(frozen=True)
class DraftDecision:
    """A model's verdict on one criterion, with the check of its quote."""

    criterion: Criterion
    verdict: str
    quote: str
    reason: str
    check: QuoteCheck

    @property
    def refused(self) -> bool:
        """Whether the verdict lacks the quote that it needs, and so decides nothing."""
        found = self.check.state in {QuoteState.VERIFIED, QuoteState.NEAR}
        return self.criterion.needs_quote(self.verdict) and not found

    @property
    def points(self) -> float:
        """The points of the verdict, 0 if it is refused."""
        return 0.0 if self.refused else self.criterion.worth[self.verdict]


@dataclass(frozen=True)
class Draft:
    """A valid reply."""

    rubric: Rubric
    decisions: tuple[DraftDecision, ...]

    @property
    def refused(self) -> tuple[DraftDecision, ...]:
        """The decisions that a person has to make without a draft."""
        return tuple(decision for decision in self.decisions if decision.refused)

    @property
    def points(self) -> float | None:
        """The sum over all verdicts, or None if any of them is refused."""
        return None if self.refused else sum(decision.points for decision in self.decisions)


def check_reply(rubric: Rubric, reply: str, answer: str) -> Draft:
    """Return the draft that a reply holds.

    Args:
        rubric: The rubric that the reply has to follow.
        reply: The model's text, complete.
        answer: The answer as returned by `answer_of`.

    Raises:
        ReplyError: The reply is malformed; the message has all JSON paths and reasons.
        ReplyDeclinedError: The model declines to mark, in words or as an object such as ``{"refusal": "…"}``.
    """
    content = _parse(reply)
    schema = reply_schema(rubric)
    problems = []
    if (stamp := content.get("rubric", rubric.stamp)) != rubric.stamp:
        problems = [tas.replies.reply_for_another_rubric(stamp, rubric.stamp)]
        # A reply to another question has other keys, too: its stamp says enough.
        if not schema["properties"].keys() & (content.keys() - {"rubric"}):
            _refuse(problems[0])
        content["rubric"] = rubric.stamp
    problems += dict.fromkeys([*_problems(content, schema), *_half_characters(content)])
    if problems:
        _refuse("; ".join(problems[:MAX_PROBLEMS]))
    return Draft(rubric, tuple(_decision(item, content[item.id], answer) for item in rubric.criteria))


def _parse(reply: str) -> dict[str, Any]:
    """Parse what a schema cannot check: size, text around the object, repeated keys, NaN."""
    if not reply.strip():
        _refuse(tas.replies.REPLY_EMPTY)
    if len(reply) > MAX_CHARACTERS:
        _refuse(tas.replies.reply_too_long(MAX_CHARACTERS))
    fenced = FENCED.fullmatch(reply)
    reply = fenced["content"] if fenced else reply
    if "{" not in reply and DECLINES.search(reply):
        raise ReplyDeclinedError(visible(tas.replies.reply_declined(" ".join(reply.split())[:200])))
    try:
        content = json.loads(reply, object_pairs_hook=_without_duplicates, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" or not reply.lstrip().startswith("{"):
            _refuse(tas.replies.REPLY_HAS_TEXT_AROUND)
        _refuse(tas.replies.reply_not_json(error))
    except (ValueError, RecursionError) as error:
        _refuse(tas.replies.reply_unparsable(type(error).__name__))
    if not isinstance(content, dict):
        _refuse(tas.replies.REPLY_NOT_AN_OBJECT)
    if (
        content
        and content.keys() <= {"refusal", "error"}
        and all(isinstance(v, str) for v in content.values())
    ):
        raise ReplyDeclinedError(visible(tas.replies.reply_declined(" ".join(content.values())[:200])))
    return content


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
        _refuse(tas.replies.reply_key_repeated(key))
    return content


def _not_a_number(constant: str) -> NoReturn:
    _refuse(tas.replies.reply_not_a_number(constant))


def _problems(content: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Describe how a reply violates its schema. Several violations may have the same description."""
    try:
        for error in jsonschema.Draft202012Validator(schema).iter_errors(content):
            yield _problem(error)
    except RecursionError as error:  # a deeply nested value is in the text of jsonschema's own message
        yield tas.replies.reply_unparsable(type(error).__name__)


def _half_characters(content: dict[str, Any]) -> Iterator[str]:
    """Describe each text of a decision with a surrogate that has no partner."""
    for identifier, decision in content.items():
        for field, text in decision.items() if isinstance(decision, dict) else ():
            if isinstance(text, str) and any("\ud800" <= character <= "\udfff" for character in text):
                yield tas.replies.reply_half_character(f"$.{identifier}.{field}")


def _problem(error: jsonschema.ValidationError) -> str:
    path, schema = error.json_path, cast(dict[str, Any], error.schema)
    expected: Any = error.validator_value
    value: Any = error.instance
    match error.validator:
        case "type":
            return tas.replies.reply_type(path, str(expected), value)
        case "enum":
            return tas.replies.reply_choice(path, expected, value)
        case "required" | "additionalProperties":
            wanted, found = set(schema["properties"]), set(value)
            return tas.replies.reply_keys(path, sorted(wanted - found), sorted(found - wanted))
    return f"{path}: {error.message:.200}"


def _decision(criterion: Criterion, content: dict[str, str], answer: str) -> DraftDecision:
    check = check_quote(content["quote"], answer)
    return DraftDecision(criterion, content["verdict"], content["quote"], content["reason"], check)


def _refuse(reason: str) -> NoReturn:
    raise ReplyError(visible(reason))
