"""What the markings of an answer come to: a state, decisions and points. Worked out, never stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only, selectinload

from autograder.review.models import (
    COUNTED,
    Allocation,
    Answer,
    Kind,
    Marking,
    Slot,
    State,
    Status,
    Submission,
)
from autograder.review.rubric_versions import points_of, rubric_of, wanted_criteria
from autograder.rubrics.model import Rubric


@dataclass(frozen=True)
class Outcome:
    """The result for one answer."""

    answer: Answer
    status: Status
    rubric: Rubric | None = None
    decisions: Mapping[str, str] = field(default_factory=dict)
    """Criterion → verdict, if the status is final."""
    markings: Mapping[Slot, Marking] = field(default_factory=dict)
    differing: tuple[str, ...] = ()
    """Criteria on which two graders differ."""

    @property
    def points(self) -> float | None:
        """The points, or None as long as they are not final."""
        if self.status is Status.NO_ANSWER:
            return 0.0
        if self.status is not Status.FINAL or self.rubric is None:
            return None
        return points_of(self.rubric, self.decisions.items())

    def comments(self) -> list[tuple[str, str]]:
        """Return the comments of the markings that decide, as criterion (or '') and text."""
        deciding = [self.markings[slot] for slot in (Slot.REGRADE, Slot.ADJUDICATOR) if slot in self.markings]
        deciding = deciding or [
            self.markings[slot] for slot in (Slot.FIRST, Slot.SECOND) if slot in self.markings
        ]
        said = [("", marking.comment) for marking in deciding if marking.comment]
        said += [
            (each.criterion, each.comment)
            for marking in deciding
            for each in marking.decisions
            if each.comment
        ]
        return list(dict.fromkeys(said))


def verdicts_of(marking: Marking) -> dict[str, str]:
    """Return criterion → verdict."""
    return {each.criterion: each.verdict for each in marking.decisions if each.verdict}


def outcomes(
    session: Session,
    *,
    question: str | None = None,
    submissions: Sequence[int] | None = None,
    answers: Sequence[int] | None = None,
    texts: bool = False,
) -> list[Outcome]:
    """Return the outcomes of students' answers, ordered by pseudonym and question.

    Args:
        session: A session.
        question: Only this question's.
        submissions: Only these submissions'.
        answers: Only these answers.
        texts: Load what was written, too.
    """
    wanted = select(Answer).join(Submission)
    wanted = wanted.order_by(Submission.pseudonym, Answer.question).options(joinedload(Answer.submission))
    if not texts:
        wanted = wanted.options(
            load_only(Answer.submission_id, Answer.question, Answer.kind, Answer.status, Answer.missing)
        )
    if question is not None:
        wanted = wanted.where(Answer.question == question)
    if submissions is not None:
        wanted = wanted.where(Answer.submission_id.in_(submissions))
    if answers is not None:
        wanted = wanted.where(Answer.id.in_(answers))
    # Samples are left out here: asked for in SQL, SQLite would go through all answers by their kind.
    chosen = [each for each in session.scalars(wanted) if each.kind is Kind.STUDENT]
    markings: dict[int, dict[Slot, Marking]] = defaultdict(dict)
    found = (
        select(Marking)
        .join(Allocation)
        .join(Answer)
        .where(Allocation.slot.in_(COUNTED))
        .options(
            selectinload(Marking.decisions),
            joinedload(Marking.rubric),
            joinedload(Marking.allocation).joinedload(Allocation.grader),
        )
    )
    if question is not None:
        found = found.where(Answer.question == question)
    if submissions is not None:
        found = found.where(Answer.submission_id.in_(submissions))
    if answers is not None:
        found = found.where(Answer.id.in_(answers))
    for marking in session.scalars(found):
        markings[marking.allocation.answer_id][marking.allocation.slot] = marking
    return [outcome_of(each, markings.get(each.id, {})) for each in chosen]


def outcome_of(answer: Answer, markings: Mapping[Slot, Marking]) -> Outcome:
    """Return the outcome of one answer from its markings by slot."""
    if answer.missing:
        return Outcome(answer, Status.NO_ANSWER)
    if Slot.FIRST not in markings:
        return Outcome(answer, Status.UNASSIGNED, markings=markings)
    rubric = rubric_of(markings[Slot.FIRST].rubric)
    first = markings[Slot.FIRST]
    second = markings.get(Slot.SECOND)
    adjudicator = markings.get(Slot.ADJUDICATOR)
    regrade = markings.get(Slot.REGRADE)

    def outcome(status: Status, decisions: Mapping[str, str] = {}, differing: Iterable[str] = ()) -> Outcome:
        return Outcome(answer, status, rubric, decisions, markings, tuple(differing))

    if not _confirmed(first, second):
        return outcome(Status.WAITING)
    decisions = verdicts_of(first)
    differing: list[str] = []
    if second is not None:
        others = verdicts_of(second)
        differing = [each.id for each in rubric.criteria if decisions.get(each.id) != others.get(each.id)]
    if differing:
        settled = verdicts_of(adjudicator) if adjudicator and _confirmed(adjudicator) else {}
        # The graders may have come to differ on more after the dispute was settled.
        if not settled.keys() >= set(differing):
            return outcome(Status.DISPUTED, differing=differing)
        decisions |= settled
    if regrade is not None:
        if not _confirmed(regrade):
            return outcome(Status.WAITING, differing=differing)
        again = verdicts_of(regrade)
        decisions |= {name: again[name] for name in wanted_criteria(rubric, regrade.allocation)}
    return outcome(Status.FINAL, decisions, differing)


def refresh(session: Session, marking: Marking, before: str) -> None:
    """Store the status of a marking's answer anew, if a change of the marking can have changed it.

    Args:
        session: A session that writes.
        marking: The marking that was changed, with its allocation and answer.
        before: Its state before.
    """
    session.flush()
    slot, answer = marking.allocation.slot, marking.allocation.answer
    decides = State.CONFIRMED in (before, marking.state) or slot in (Slot.ADJUDICATOR, Slot.REGRADE)
    if slot not in COUNTED or not decides or answer.status is Status.NO_ANSWER:
        return
    others = (
        select(Allocation.slot)
        .join(Answer)
        .where(Allocation.answer_id == answer.id, Allocation.slot.in_(COUNTED))
        # Two graders may confirm one answer at once: the later one has to see the earlier one's marking.
        .with_for_update(of=Answer)
    )
    if session.scalars(others).all() == [Slot.FIRST]:
        answer.status = Status.FINAL if marking.state is State.CONFIRMED else Status.WAITING
    else:
        refresh_all(session, [answer.id])


def refresh_all(session: Session, answers: Sequence[int] | None = None) -> None:
    """Store the status of answers anew; by default of all of them."""
    session.flush()
    found = select(Marking).join(Marking.allocation).where(Allocation.slot.in_(COUNTED))
    wanted = select(Answer).where(Answer.kind == Kind.STUDENT)
    if answers is not None:
        found, wanted = found.where(Allocation.answer_id.in_(answers)), wanted.where(Answer.id.in_(answers))
    markings: dict[int, dict[Slot, Marking]] = defaultdict(dict)
    loaded = contains_eager(Marking.allocation), selectinload(Marking.decisions), joinedload(Marking.rubric)
    for marking in session.scalars(found.options(*loaded)):
        markings[marking.allocation.answer_id][marking.allocation.slot] = marking
    for answer in session.scalars(wanted):
        status = outcome_of(answer, markings.get(answer.id, {})).status
        if answer.status is not status:
            answer.status = status


def _confirmed(*markings: Marking | None) -> bool:
    return all(each is None or each.state is State.CONFIRMED for each in markings)
