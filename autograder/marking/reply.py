"""Checks a model's reply before a person sees it: its form, its verdicts, its quotes. The sum is ours.

A reply that is unsound in any way is refused as a whole and yields no points at all. In a sound one, a
verdict that needs a quote and has none that stands in the answer is refused by itself: a person decides it.
"""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from autograder.errors import AutograderError
from autograder.marking.quotes import QuoteCheck, QuoteState, check_quote
from autograder.rubrics.characters import visible
from autograder.rubrics.model import Criterion, Rubric

MOST_CHARACTERS = 200_000
FIELDS = {"quote", "reason", "verdict"}


class ReplyError(AutograderError):
    """The reply is unsound; the text says why. There are no points."""


@dataclass(frozen=True)
class DraftDecision:
    """A model's verdict on one criterion, with what became of its quote."""

    criterion: Criterion
    verdict: str
    quote: str
    reason: str
    check: QuoteCheck

    @property
    def refused(self) -> bool:
        """Whether the verdict has not the evidence that it needs. It is then no decision."""
        found = self.check.state in {QuoteState.VERIFIED, QuoteState.NEAR}
        return self.criterion.needs_quote(self.verdict) and not found

    @property
    def points(self) -> float:
        """What the verdict is worth, if it stands."""
        return 0.0 if self.refused else self.criterion.worth[self.verdict]


@dataclass(frozen=True)
class Draft:
    """A sound reply."""

    rubric: Rubric
    decisions: tuple[DraftDecision, ...]

    @property
    def refused(self) -> tuple[DraftDecision, ...]:
        """The decisions that a person has to make without a draft."""
        return tuple(each for each in self.decisions if each.refused)

    @property
    def points(self) -> float | None:
        """The sum of all verdicts, or None as long as one of them is refused."""
        return None if self.refused else sum(each.points for each in self.decisions)


def check_reply(rubric: Rubric, reply: str, answer: str) -> Draft:
    """The draft that a reply holds.

    Args:
        rubric: what the reply has to follow.
        reply: the model's text, nothing taken away.
        answer: the answer as `answer_of` gives it.

    Raises:
        ReplyError: the reply is unsound.
    """
    content = _parse(reply)
    # First, for a clearer reason: the reply to another rubric lacks this one's keys as well.
    if (stamp := content.get("rubric", rubric.stamp)) != rubric.stamp:
        _refuse(f"it is for the rubric {stamp!r:.60}, not for {rubric.stamp!r}")
    _check_keys(content, {"rubric", *(each.id for each in rubric.criteria)}, "the reply")
    return Draft(rubric, tuple(_decision(each, content[each.id], answer) for each in rubric.criteria))


def _parse(reply: str) -> dict[str, Any]:
    if not reply.strip():
        _refuse("it is empty")
    if len(reply) > MOST_CHARACTERS:
        _refuse(f"it has more than {MOST_CHARACTERS:,} characters")
    try:
        content = json.loads(reply, object_pairs_hook=_without_duplicates, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" or not reply.lstrip().startswith("{"):
            _refuse("there is text around the JSON object; nothing else may stand there")
        _refuse(f"it is no JSON (cut short, perhaps): {error}")
    except (ValueError, RecursionError) as error:
        _refuse(f"it is no JSON that can be read: {type(error).__name__}")
    if not isinstance(content, dict):
        _refuse("it is not one JSON object")
    return content


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _ in pairs]
        _refuse(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object")
    return content


def _no_number(constant: str) -> NoReturn:
    _refuse(f"{constant} is no JSON")


def _check_keys(content: dict[str, Any], wanted: set[str], place: str) -> None:
    missing, extra = sorted(wanted - content.keys()), sorted(content.keys() - wanted)
    if missing or extra:
        parts = [
            f"{what} {', '.join(map(repr, keys[:5]))}"
            for what, keys in (("lacks", missing), ("has", extra))
            if keys
        ]
        _refuse(f"{place} {' and '.join(parts)}; it must have exactly the rubric's keys")


def _decision(criterion: Criterion, content: object, answer: str) -> DraftDecision:
    if not isinstance(content, dict):
        _refuse(f"{criterion.id} is no object")
    _check_keys(content, FIELDS, criterion.id)
    for field in sorted(FIELDS):
        if not isinstance(content[field], str):
            _refuse(f"{criterion.id}: {field} is no text")
        if any("\ud800" <= character <= "\udfff" for character in content[field]):
            _refuse(f"{criterion.id}: {field} holds half a character")
    verdict = content["verdict"]
    if verdict not in criterion.worth:
        _refuse(
            f"{criterion.id}: the verdict must be one of {', '.join(criterion.worth)}, not {verdict[:40]!r}"
        )
    check = check_quote(content["quote"], answer)
    return DraftDecision(criterion, verdict, content["quote"], content["reason"], check)


def _refuse(reason: str) -> NoReturn:
    raise ReplyError(visible(reason))
