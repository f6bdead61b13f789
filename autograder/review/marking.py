"""Save decisions: whole, checked against the rubric, and never over a save that the sender has not seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from autograder.messages import review as words
from autograder.review.database import ReviewError
from autograder.review.models import (
    Allocation,
    Answer,
    AuditEvent,
    Decision,
    Evidence,
    Grader,
    Marking,
    State,
    now,
)
from autograder.review.outcomes import refresh
from autograder.review.rubric_versions import rubric_of, wanted_criteria
from autograder.review.text import locate, shown_text

MAX_COMMENT = 4_000
MAX_EVIDENCE = 60


class Refusal(StrEnum):
    """Why a save was refused."""

    CONFLICT = "conflict"
    """Somebody, or another tab, saved in between."""
    INVALID = "invalid"
    INCOMPLETE = "incomplete"
    """It cannot be confirmed, because a criterion is undecided."""
    UNKNOWN = "unknown"
    """There is no such marking for this grader."""


class RefusedError(ReviewError):
    """A save changed nothing; `current` is what is stored, for a conflict."""

    def __init__(self, refusal: Refusal, message: str, current: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.refusal = refusal
        self.current = current


@dataclass(frozen=True)
class Quote:
    """A passage of the answer that supports a decision."""

    criterion: str
    text: str


@dataclass(frozen=True)
class Content:
    """All that a grader has entered for one answer."""

    verdicts: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Quote, ...] = ()
    comment: str = ""
    state: State = State.OPEN


def parse_content(value: Any) -> Content:
    """Return the content in a request.

    Raises:
        RefusedError: It has another form.
    """
    try:
        verdicts, comments = value["verdicts"], value["comments"]
        content = Content(
            verdicts={_text(name): _text(verdict) for name, verdict in verdicts.items() if verdict},
            comments={
                _text(name): _text(said).strip() for name, said in comments.items() if _text(said).strip()
            },
            evidence=tuple(
                Quote(_text(each["criterion"]), _text(each["quote"])) for each in value["evidence"]
            ),
            comment=_text(value["comment"]).strip(),
            state=State(value["state"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RefusedError(Refusal.INVALID, words.BAD_REQUEST) from error
    if max(map(len, [content.comment, *content.comments.values()])) > MAX_COMMENT:
        raise RefusedError(Refusal.INVALID, words.comment_too_long(MAX_COMMENT))
    if len(content.evidence) > MAX_EVIDENCE:
        raise RefusedError(Refusal.INVALID, words.too_much_evidence(MAX_EVIDENCE))
    return content


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 20_000 or "\0" in value:
        raise TypeError
    value.encode()  # half a character cannot be stored
    return value


def find(
    session: Session, grader_id: int, allocation_id: int, *, lock: bool = False, text: bool = True
) -> Marking:
    """Return the marking of an allocation.

    Args:
        session: A session; to lock, one that writes.
        grader_id: The grader, whose it must be.
        allocation_id: The allocation.
        lock: Let no other transaction change the marking.
        text: Load the answer's text, too.

    Raises:
        RefusedError: It is not this grader's.
    """
    # Three queries for a marking with all that belongs to it: each of more costs as much as a commit.
    answer = joinedload(Allocation.answer, innerjoin=True)
    if not text:
        answer = answer.load_only(Answer.submission_id, Answer.kind, Answer.status)
    wanted = (
        select(Marking)
        .join(Marking.allocation)
        .where(Allocation.id == allocation_id, Allocation.grader_id == grader_id)
        .options(
            contains_eager(Marking.allocation).options(
                answer, joinedload(Allocation.grader, innerjoin=True).load_only(Grader.name)
            ),
            joinedload(Marking.rubric, innerjoin=True),
            selectinload(Marking.decisions),
            selectinload(Marking.evidence),
        )
    )
    marking = session.scalars(wanted.with_for_update(of=Marking) if lock else wanted).one_or_none()
    if marking is None:
        raise RefusedError(Refusal.UNKNOWN, words.NOT_YOURS)
    return marking


def snapshot(marking: Marking) -> dict[str, Any]:
    """Return the stored content in the form of a request, with its version."""
    return {
        "verdicts": {each.criterion: each.verdict for each in marking.decisions if each.verdict},
        "comments": {each.criterion: each.comment for each in marking.decisions if each.comment},
        "evidence": [{"criterion": each.criterion, "quote": each.quote} for each in marking.evidence],
        "comment": marking.comment,
        "state": marking.state,
        "version": marking.version,
        "look_again": list(marking.look_again),
    }


def save(
    session: Session, grader_id: int, allocation_id: int, content: Content, *, version: int, save_id: str
) -> Marking:
    """Replace a marking's content.

    Args:
        session: A session that writes.
        grader_id: Who saves.
        allocation_id: The answer, as it was given to this grader.
        content: All of it, not only changes.
        version: The version that the content was made from.
        save_id: A name for this save, so that a repeated request is not taken for a conflict.

    Raises:
        RefusedError: Nothing was changed.
    """
    marking = find(session, grader_id, allocation_id, lock=True, text=bool(content.evidence))
    if save_id and marking.save_id == save_id:
        return marking
    before = snapshot(marking)
    if marking.version != version:
        raise RefusedError(Refusal.CONFLICT, words.SAVED_ELSEWHERE, before)
    replace_content(marking, content)
    marking.save_id = save_id
    record(session, marking, action_of(content.state, before["state"]), before)
    return marking


def action_of(state: State, before: str) -> str:
    """Return the audit trail's word for a save."""
    if state is State.OPEN and before != State.OPEN:
        return "reopen"
    return {State.OPEN: "save", State.CONFIRMED: "confirm", State.SKIPPED: "skip"}[state]


def record(session: Session, marking: Marking, action: str, before: dict[str, Any]) -> None:
    """Write a change of a marking into the audit trail, and what it does to the answer's status."""
    refresh(session, marking, before["state"])
    session.add(
        AuditEvent(
            actor=marking.allocation.grader.name,
            action=action,
            submission_id=marking.allocation.answer.submission_id,
            marking_id=marking.id,
            before=before,
            after=snapshot(marking),
        )
    )


def _check(content: Content, marking: Marking) -> list[Evidence]:
    """Return the evidence with its places.

    Raises:
        RefusedError: The content does not fit the rubric, the allocation or the answer.
    """
    rubric = rubric_of(marking.rubric)
    wanted = wanted_criteria(rubric, marking.allocation)
    named = {*content.verdicts, *content.comments, *(each.criterion for each in content.evidence)}
    if odd := sorted(named - set(wanted)):
        raise RefusedError(Refusal.INVALID, words.no_criterion(odd[0]))
    for name, verdict in content.verdicts.items():
        if verdict not in rubric.criterion(name).worth:
            raise RefusedError(Refusal.INVALID, words.no_verdict(name, verdict))
    text = shown_text(marking.allocation.answer) if content.evidence else ""
    evidence = []
    for quote in content.evidence:
        place = locate(quote.text, text)
        if place is None:
            raise RefusedError(Refusal.INVALID, words.QUOTE_NOT_THERE)
        start, end = place
        evidence.append(Evidence(criterion=quote.criterion, start=start, end=end, quote=text[start:end]))
    if content.state is State.CONFIRMED and (
        missing := [name for name in wanted if name not in content.verdicts]
    ):
        raise RefusedError(Refusal.INCOMPLETE, words.undecided(len(missing)))
    return evidence


def replace_content(marking: Marking, content: Content) -> None:
    """Check content and store it.

    Raises:
        RefusedError: The content does not fit the rubric, the allocation or the answer; nothing was changed.
    """
    evidence = _check(content, marking)
    known = {each.criterion: each for each in marking.decisions}
    for name in sorted({*content.verdicts, *content.comments}):
        decision = known.pop(name, None)
        if decision is None:
            decision = Decision(criterion=name)
            marking.decisions.append(decision)
        decision.verdict = content.verdicts.get(name, "")
        decision.comment = content.comments.get(name, "")
    for decision in known.values():
        marking.decisions.remove(decision)
    if evidence or marking.evidence:
        marking.evidence = evidence
    marking.comment = content.comment
    marking.state = content.state
    marking.changed_at = now()
    marking.version += 1
    if content.state is State.CONFIRMED:
        marking.confirmed_at = marking.changed_at
        marking.look_again = []


def undo(session: Session, grader_id: int, allocation_id: int) -> Marking:
    """Take back the last change of a marking. Undoing again goes one step further back.

    Raises:
        RefusedError: There is nothing to take back, or what was stored no longer fits the rubric.
    """
    marking = find(session, grader_id, allocation_id, lock=True)
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.marking_id == marking.id).order_by(AuditEvent.id.desc())
    )
    undone = 0
    for event in events:
        if event.action == "undo":
            undone += 1
        elif event.action == "draft seen":
            continue
        elif event.action not in ("save", "confirm", "skip", "reopen"):
            break
        elif undone:
            undone -= 1
        else:
            before = snapshot(marking)
            content = parse_content(event.before)
            replace_content(marking, content)
            marking.save_id = ""
            record(session, marking, "undo", before)
            return marking
    raise RefusedError(Refusal.UNKNOWN, words.NOTHING_TO_UNDO)


def open_marking(session: Session, allocation: Allocation, rubric_id: int) -> Marking:
    """Add an empty marking to a new allocation."""
    marking = Marking(allocation=allocation, rubric_id=rubric_id, look_again=[], state=State.OPEN)
    session.add(marking)
    return marking
