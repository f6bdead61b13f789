"""Give answers to graders: evenly, to everyone in another order, some of them twice, none by accident."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from autograder.messages import review as words
from autograder.review.database import ReviewError
from autograder.review.marking import open_marking
from autograder.review.models import (
    Allocation,
    Answer,
    AuditEvent,
    Grader,
    Kind,
    Marking,
    RubricVersion,
    Slot,
    State,
    Status,
)
from autograder.review.outcomes import refresh_all
from autograder.review.rubric_versions import all_in_use, lock

MIN_DOUBLE = 30
DOUBLE_SHARE = 0.10
REPEATS = 3
CALIBRATION_ANSWERS = 8
AUTOMATIC = "assign"
"""Who locked a rubric without samples to calibrate on."""
CHUNK = 500
"""Ids in one statement: both databases limit its parameters."""


@dataclass(frozen=True)
class Plan:
    """How much is marked twice."""

    double: Mapping[str, int]
    """Question → answers to mark twice, in place of max(10 %, 30)."""
    repeats: int = REPEATS
    """Answers of each question that each grader gets a second time, without being told."""
    calibration: int = CALIBRATION_ANSWERS


def assign(session: Session, graders: Sequence[Grader], plan: Plan) -> Counter[str]:
    """Give out what nobody has yet. What was given out stays.

    Args:
        session: A session that writes, alone.
        graders: Who marks.
        plan: How much is marked twice.

    Returns:
        The number of new allocations by slot.

    Raises:
        ReviewError: There is no grader.
    """
    if not graders:
        raise ReviewError(words.NO_GRADERS)
    counts: Counter[str] = Counter()
    for question in all_in_use(session):
        counts += _Question(session, question, graders).assign(plan)
    return counts


class _Question:
    """Allocations of one question."""

    def __init__(self, session: Session, question: str, graders: Sequence[Grader]) -> None:
        self._session = session
        self._question = question
        self._graders = graders
        self._rubric = all_in_use(session)[question].id
        found = select(Answer).where(Answer.question == question)
        self._answers = sorted(
            (each for each in session.scalars(found) if not each.missing), key=lambda each: _shuffled(each.id)
        )
        self._taken: dict[int, dict[str, int]] = defaultdict(dict)
        self._load = Counter({grader.id: 0 for grader in graders})
        self._again: Counter[int] = Counter()
        rows = select(Allocation).join(Answer).where(Answer.question == question)
        for each in session.scalars(rows):
            self._taken[each.answer_id][each.place] = each.grader_id
            if each.slot in (Slot.FIRST, Slot.SECOND) and each.grader_id in self._load:
                self._load[each.grader_id] += 1
            self._again[each.grader_id] += each.slot is Slot.REPEAT
        self._counts: Counter[str] = Counter()
        self._waiting: list[int] = []

    def assign(self, plan: Plan) -> Counter[str]:
        students = [each for each in self._answers if each.kind is Kind.STUDENT]
        for answer in students:
            self._give(answer, Slot.FIRST)
        wanted = plan.double.get(self._question, max(MIN_DOUBLE, math.ceil(DOUBLE_SHARE * len(students))))
        doubled = [each for each in students if Slot.SECOND in self._taken[each.id]]
        if len(self._graders) > 1:
            free = [each for each in students if Slot.SECOND not in self._taken[each.id]]
            for answer in free[: max(0, wanted - len(doubled))]:
                self._give(answer, Slot.SECOND)
        self._repeats(students, plan.repeats)
        samples = [each for each in self._answers if each.kind is Kind.SAMPLE]
        for answer in samples[: plan.calibration]:
            for grader in self._graders:
                self._add(answer, grader.id, Slot.CALIBRATION, f"{Slot.CALIBRATION} {grader.id}")
        if not any(place.startswith(Slot.CALIBRATION) for of in self._taken.values() for place in of):
            lock(self._session, self._question, AUTOMATIC)
        for start in range(0, len(self._waiting), CHUNK):
            some = self._waiting[start : start + CHUNK]
            self._session.execute(update(Answer).where(Answer.id.in_(some)).values(status=Status.WAITING))
        return self._counts

    def _give(self, answer: Answer, slot: Slot) -> None:
        """Give an answer to the grader with the least to do who does not have it."""
        holders = set(self._taken[answer.id].values())
        free = [each.id for each in self._graders if each.id not in holders]
        if free:
            self._add(answer, min(free, key=lambda key: (self._load[key], key)), slot, slot)

    def _repeats(self, students: Sequence[Answer], wanted: int) -> None:
        for grader in self._graders:
            own = [each for each in students if self._taken[each.id].get(Slot.FIRST) == grader.id]
            # Two graders never repeat one answer: the place is unique.
            own = [each for each in own if Slot.REPEAT not in self._taken[each.id]]
            # Never more than a tenth: in a small share everyone would notice.
            count = min(wanted, len(own) // 10) - self._again[grader.id]
            for answer in own[: max(0, count)]:
                self._add(answer, grader.id, Slot.REPEAT, Slot.REPEAT)

    def _add(self, answer: Answer, grader: int, slot: Slot, place: str) -> None:
        if place in self._taken[answer.id]:
            return
        # Repeats come late, so that a grader has forgotten the first time.
        late = 2**20 if slot is Slot.REPEAT else 0
        allocation = Allocation(
            answer_id=answer.id, grader_id=grader, question=self._question, slot=slot, place=place,
            again=slot is Slot.REPEAT, criteria=[],
            position=late + _shuffled(f"{answer.id} {grader}") % 2**20,
        )  # fmt: skip
        self._session.add(allocation)
        open_marking(self._session, allocation, self._rubric)
        self._taken[answer.id][place] = grader
        self._counts[slot] += 1
        if slot in (Slot.FIRST, Slot.SECOND):
            self._load[grader] += 1
            self._waiting.append(answer.id)


def _shuffled(key: object) -> int:
    """Return a number that orders keys as if by chance, and the same way each time."""
    return int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:7])


def take_from(session: Session, grader: Grader) -> int:
    """Take back what a grader has not begun, so that `assign` can give it to others."""
    found = (
        select(Allocation)
        .join(Marking)
        .where(Allocation.grader_id == grader.id, Marking.version == 0, Marking.state == State.OPEN)
        .where(Allocation.slot.in_([Slot.FIRST, Slot.SECOND]))
    )
    allocations = session.scalars(found).all()
    for each in allocations:
        session.delete(each)
    session.flush()
    refresh_all(session, [each.answer_id for each in allocations])
    return len(allocations)


def claim(
    session: Session, answer: Answer, grader: Grader, slot: Slot, criteria: Iterable[str] = ()
) -> Allocation:
    """Give one answer to one grader: an adjudication or a regrade.

    Raises:
        ReviewError: Somebody has it already, or this grader has marked it before.
    """
    allocation = Allocation(
        answer=answer, grader=grader, question=answer.question, slot=slot, place=slot,
        again=False, position=0, criteria=[*criteria],
    )  # fmt: skip
    open_marking(session, allocation, all_in_use(session)[answer.question].id)
    session.add(allocation)
    try:
        session.flush()
    except IntegrityError as error:
        raise ReviewError(words.ALREADY_CLAIMED) from error
    refresh_all(session, [answer.id])
    session.add(
        AuditEvent(
            actor=grader.name, action="claim", submission_id=answer.submission_id,
            before={}, after={"slot": slot, "question": answer.question},
        )
    )  # fmt: skip
    return allocation


def next_for(
    session: Session, grader_id: int, question: str, after: int | None = None, without: Iterable[int] = ()
) -> int | None:
    """Return the allocation of the grader's next unconfirmed answer of a question.

    Before a lead has locked the rubric, only samples for calibration are handed out.

    Args:
        session: A session.
        grader_id: The grader.
        question: The question to stay on.
        after: The allocation to look behind; the search goes on from the beginning. Skipped ones come last.
        without: Allocations to leave out.
    """
    place = select(Allocation.position).where(Allocation.id == after)
    position = session.scalar(place) if after is not None else None
    before: ColumnElement[bool] = false()
    if position is not None:
        same = and_(Allocation.position == position, Allocation.id < after)
        before = or_(Allocation.position < position, same)
    version = select(RubricVersion.id).where(RubricVersion.question == question, RubricVersion.in_use)
    locked = version.where(RubricVersion.locked_at != "").exists()
    waiting = (
        select(Allocation.id)
        .join(Marking)
        .where(Allocation.grader_id == grader_id, Allocation.question == question)
        .where(Marking.state != State.CONFIRMED, Allocation.slot != Slot.ADJUDICATOR)
        .where(or_(Allocation.slot == Slot.CALIBRATION, locked))
        .where(Allocation.id.not_in([*without, *([after] if after is not None else [])]))
        .order_by(
            case((Allocation.slot == Slot.CALIBRATION, 0), else_=1),
            case((Marking.state == State.SKIPPED, 1), else_=0),
            case((before, 1), else_=0),
            Allocation.position,
            Allocation.id,
        )
    )
    return session.scalar(waiting.limit(1))


def progress(session: Session, grader_id: int, question: str | None = None) -> dict[str, Counter[State]]:
    """Return the number of a grader's answers by question and state; of one question if it is named."""
    counted = (
        select(Allocation.question, Marking.state, func.count())
        .join(Marking)
        .where(Allocation.grader_id == grader_id)
        .group_by(Allocation.question, Marking.state)
        .order_by(Allocation.question)
    )
    if question is not None:
        counted = counted.where(Allocation.question == question)
    rows = session.execute(counted)
    found: dict[str, Counter[State]] = defaultdict(Counter)
    for of, state, count in rows:
        found[of][State(state)] += count
    return dict(found)
