"""What the grading page shows of one answer: text, checks, criteria, and what was entered."""

import json
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from autograder.marking.pages.html import inline_html, to_html
from autograder.marking.pages.markdown import leaves
from autograder.messages import review as words
from autograder.messages import tas
from autograder.review.drafts import draft_for
from autograder.review.marking import snapshot
from autograder.review.models import (
    Allocation,
    Answer,
    Decision,
    Draft,
    Marking,
    RubricVersion,
    Similar,
    Slot,
)
from autograder.review.outcomes import verdicts_of
from autograder.review.rubric_versions import rubric_of, wanted_criteria
from autograder.review.templates import render
from autograder.rubrics.model import MET, NOT_MET, Criterion

KEYS = "1234567890fghlmopqtwxyz"
"""Keys of criteria in order; other letters have meanings of their own."""
MAX_AGAIN = 12
"""Comments that are offered to use again."""


def panel_of(session: Session, marking: Marking) -> dict[str, Any]:
    """Return the values of the template for one marking."""
    allocation = marking.allocation
    rubric = rubric_of(marking.rubric)
    wanted = wanted_criteria(rubric, allocation)
    earlier = _earlier(session, allocation)
    shown = [each for each in rubric.criteria if each.id in wanted]
    criteria = [
        {
            "id": each.id,
            "key": KEYS[place] if place < len(KEYS) else "",
            "criterion": each,
            "verdicts": verdict_choices(each),
            "notes": notes_of(each),
            "earlier": [_said(who, each, marked) for who, marked in earlier],
            "look_again": each.id in marking.look_again,
        }
        for place, each in enumerate(shown)
    ]
    return {
        "allocation": allocation,
        "answer": allocation.answer,
        "question": rubric.question,
        "rubric": rubric,
        "version": marking.rubric,
        "asked": _asked(marking.rubric.asked),
        "criteria": criteria,
        "saved": json.dumps(snapshot(marking)),
        "slot": words.SLOT[allocation.slot],
        "has_draft": draft_for(session, marking) is not None,
        "compares": [who for who, _ in earlier],
        **answer_view(session, allocation.answer),
    }


def answer_view(session: Session, answer: Answer) -> dict[str, Any]:
    """Return the answer as shown, with what was found in it."""
    similar = select(Similar, Answer).join(Answer, Answer.id == Similar.other_id)
    return {
        "html": to_html(answer.text, hard_lines=answer.hard_lines) if answer.words else "",
        "passages": [
            (
                _plain(tas.pages.passage(each["place"], each["file"], each["words"])),
                to_html(each["text"], hard_lines=each["hard_lines"]),
            )
            for each in answer.passages
        ],
        "warnings": [
            _plain(tas.pages.answer_warning(each["why"], each["file"], each["detail"]))
            for each in answer.warnings
        ],
        "help_used": _plain(answer.help_used or tas.pages.HELP_NOT_DECLARED),
        "flags": [
            [
                _plain(each)
                for each in tas.flags.flag(
                    flag["line"], flag["kind"], flag["excerpt"], mention=flag["mention"]
                )
            ]
            for flag in answer.flags
        ],
        "numbers": [
            (each["line"], each["stated"], each["follows"], tas.numbers.NUMBER_STATES[each["state"]])
            for each in answer.numbers
        ],
        "similar": [
            ([_plain(text) for text in found.passages], to_html(other.text, hard_lines=other.hard_lines))
            for found, other in session.execute(similar.where(Similar.answer_id == answer.id))
        ],
    }


def verdict_choices(criterion: Criterion) -> list[tuple[str, str, str]]:
    """Return verdict, label and points of each choice, the highest first, as keys go through them."""
    if not criterion.levels:
        return [
            (MET, words.MET, f"{criterion.points:g}"),
            (NOT_MET, words.NOT_MET, "0"),
        ]
    return [(f"{each.points:g}", each.text, f"{each.points:g}") for each in reversed(criterion.levels)]


def verdict_text(criterion: Criterion, verdict: str) -> str:
    """Return a verdict as people read it."""
    if not verdict:
        return words.UNDECIDED
    if criterion.levels:
        return words.level(verdict, criterion.points)
    return words.MET if verdict == MET else words.NOT_MET


def _said(who: str, criterion: Criterion, marking: Marking) -> dict[str, Any]:
    """Return what an earlier grader decided on a criterion, and why."""
    comments = {each.criterion: each.comment for each in marking.decisions}
    return {
        "who": who,
        "verdict": verdict_text(criterion, verdicts_of(marking).get(criterion.id, "")),
        "quotes": [each.quote for each in marking.evidence if each.criterion == criterion.id],
        "comment": comments.get(criterion.id, ""),
    }


def _earlier(session: Session, allocation: Allocation) -> list[tuple[str, Marking]]:
    """Return the markings that an adjudicator or a second reader compares, without names."""
    if allocation.slot not in (Slot.ADJUDICATOR, Slot.REGRADE):
        return []
    found = (
        select(Marking)
        .join(Allocation)
        .where(Allocation.answer_id == allocation.answer_id, Allocation.slot.in_([Slot.FIRST, Slot.SECOND]))
        .order_by(Allocation.slot)
        .options(selectinload(Marking.decisions), selectinload(Marking.evidence))
    )
    markings = session.scalars(found).all()
    return [(words.reader(place), each) for place, each in enumerate(markings)]


def draft_rows(marking: Marking, draft: Draft) -> list[dict[str, Any]]:
    """Return what a draft says of each criterion, beside what the grader decided."""
    rubric, decided = rubric_of(marking.rubric), verdicts_of(marking)
    rows = []
    for each in rubric.criteria:
        item = draft.items.get(each.id)
        if item is None:
            continue
        verdict = item["verdict"]
        rows.append(
            {
                "text": each.text,
                "yours": verdict_text(each, decided.get(each.id, "")),
                "draft": verdict_text(each, verdict) if verdict else words.DRAFT_WITHOUT_QUOTE,
                "differs": bool(verdict) and verdict != decided.get(each.id),
                "quote": item["quote"],
                "state": words.QUOTE_STATES[item["quote_state"]],
                "reason": item["reason"],
            }
        )
    return rows


def comments_again(session: Session, question: str, criterion: str) -> list[str]:
    """Return the comments that were used most for a criterion; '' asks for those on whole answers."""
    versions = select(RubricVersion.id).where(RubricVersion.question == question)
    if criterion:
        used = select(Decision.comment).join(Marking, Marking.id == Decision.marking_id)
        text = Decision.comment
        used = used.where(Decision.criterion == criterion)
    else:
        used, text = select(Marking.comment), Marking.comment
    used = used.where(text != "", Marking.rubric_id.in_(versions))
    used = used.group_by(text).order_by(func.count().desc(), text)
    return [*session.scalars(used.limit(MAX_AGAIN))]


@lru_cache(maxsize=64)
def _asked(text: str) -> Markup:
    """Return a question as markup; it is the same for a whole class."""
    return to_html(text.replace("\n> ", "\n").removeprefix("> "))


@lru_cache(maxsize=512)
def notes_of(criterion: Criterion) -> Markup:
    """Return a criterion's notes for graders as markup; they are the same for a whole class."""
    return Markup(render("notes.html.jinja", criterion=criterion))


def _plain(text: str) -> str:
    """Return text as markup, with marks for invisible characters."""
    return inline_html(leaves(text))
