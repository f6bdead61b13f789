"""Drafts by a model: stored apart from decisions, shown to a grader who has decided, and counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from autograder.marking.reply import Draft as Read
from autograder.messages import review as words
from autograder.review.marking import Refusal, RefusedError, find
from autograder.review.models import (
    Answer,
    AuditEvent,
    Draft,
    DraftLook,
    Kind,
    Marking,
    Slot,
    State,
    Submission,
)
from autograder.review.outcomes import verdicts_of
from autograder.review.roster import Roster
from autograder.review.rubric_versions import rubric_of, wanted_criteria

SHOWN_IN = (Slot.FIRST,)
"""Second markings and repeats measure how far people agree, so a draft may not pull them together."""


@dataclass(frozen=True)
class Counts:
    """How often people changed a decision after they had seen a draft of a question."""

    question: str
    answers: int
    criteria: int
    differed: int
    """Criteria on which the draft differed from the first look."""
    towards: int
    """Decisions that were changed to what the draft says."""
    otherwise: int


def store_drafts(
    session: Session,
    roster: Roster,
    question: str,
    model: str,
    drafts: Mapping[str, Sequence[Read | str]],
    actor: str,
) -> int:
    """Store the first valid draft of each student's answer, in place of an older one.

    Args:
        session: A session that writes.
        roster: Knows the students' pseudonyms.
        question: The question.
        model: The model's name.
        drafts: By the student's id, as `autograder rubric draft` keeps them; a text says why there is none.
        actor: Who imports, for the audit trail.

    Returns:
        How many answers have a draft now.
    """
    found = select(Submission.pseudonym, Answer.id).join(Answer).where(Answer.question == question)
    answers = {row.pseudonym: row.id for row in session.execute(found.where(Answer.kind == Kind.STUDENT))}
    known = {each.answer_id: each for each in session.scalars(select(Draft))}
    count = 0
    for identifier, samples in drafts.items():
        answer = answers.get(roster.code_of(identifier) or "")
        read = next((each for each in samples if isinstance(each, Read)), None)
        if answer is None or read is None:
            continue
        draft = known.get(answer)
        if draft is None:
            draft = Draft(answer_id=answer, model=model, rubric_hash=read.rubric.hash, items={})
            session.add(draft)
        draft.model, draft.rubric_hash, draft.items = model, read.rubric.hash, _items(read)
        count += 1
    session.add(
        AuditEvent(actor=actor, action="drafts", before={}, after={"question": question, "drafts": count})
    )
    return count


def _items(draft: Read) -> dict[str, Any]:
    return {
        each.criterion.id: {
            "verdict": "" if each.refused else each.verdict,
            "quote": each.quote,
            "quote_state": each.check.state.value,
            "reason": each.reason,
        }
        for each in draft.decisions
    }


def draft_for(session: Session, marking: Marking) -> Draft | None:
    """Return the draft that a grader may ask for, made with the marking's own rubric."""
    if marking.allocation.slot not in SHOWN_IN:
        return None
    found = select(Draft).where(Draft.answer_id == marking.allocation.answer_id)
    return session.scalars(found.where(Draft.rubric_hash == marking.rubric.hash)).one_or_none()


def look(session: Session, grader_id: int, allocation_id: int) -> Draft:
    """Note that a grader looks at a draft, with the decisions before, and return it.

    Raises:
        RefusedError: There is none, or the grader has not decided every criterion yet.
    """
    marking = find(session, grader_id, allocation_id, lock=True, text=False)
    draft = draft_for(session, marking)
    if draft is None:
        raise RefusedError(Refusal.UNKNOWN, words.NO_DRAFT)
    seen = session.scalars(select(DraftLook).where(DraftLook.marking_id == marking.id)).one_or_none()
    if seen is None:
        decided = verdicts_of(marking)
        wanted = wanted_criteria(rubric_of(marking.rubric), marking.allocation)
        if any(name not in decided for name in wanted):
            raise RefusedError(Refusal.INCOMPLETE, words.DECIDE_BEFORE_DRAFT)
        suggested = {name: each["verdict"] for name, each in draft.items.items() if name in wanted}
        session.add(DraftLook(marking_id=marking.id, decided=decided, suggested=suggested))
        session.add(
            AuditEvent(
                actor=marking.allocation.grader.name,
                action="draft seen",
                submission_id=marking.allocation.answer.submission_id,
                marking_id=marking.id,
                before={},
                after={"model": draft.model},
            )
        )
    return draft


def counts(session: Session) -> list[Counts]:
    """Return, by question, how often a confirmed decision differs from the first look before a draft."""
    found = (
        select(DraftLook, Marking)
        .join(Marking, Marking.id == DraftLook.marking_id)
        .where(Marking.state == State.CONFIRMED)
        .options(joinedload(Marking.allocation), selectinload(Marking.decisions))
    )
    by_question: dict[str, list[tuple[DraftLook, dict[str, str]]]] = defaultdict(list)
    for seen, marking in session.execute(found):
        by_question[marking.allocation.question].append((seen, verdicts_of(marking)))
    return [_count(question, looks) for question, looks in sorted(by_question.items())]


def _count(question: str, looks: Iterable[tuple[DraftLook, dict[str, str]]]) -> Counts:
    looks = list(looks)
    rows = [
        (seen.decided.get(name, ""), suggested, final.get(name, ""))
        for seen, final in looks
        for name, suggested in seen.suggested.items()
        if suggested
    ]
    changed = [(suggested, after) for before, suggested, after in rows if before != after]
    return Counts(
        question,
        answers=len(looks),
        criteria=len(rows),
        differed=sum(before != suggested for before, suggested, _ in rows),
        towards=sum(suggested == after for suggested, after in changed),
        otherwise=sum(suggested != after for suggested, after in changed),
    )
