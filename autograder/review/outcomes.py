"""What the markings of an answer come to: a state, decisions and points. Worked out, never stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from autograder.review.allocation import to_mark
from autograder.review.marking import COUNTED, wanted_criteria
from autograder.review.models import Allocation, Answer, Kind, Marking, Slot, State, Submission
from autograder.review.rubric_versions import points_of, rubric_of
from autograder.rubrics.model import Rubric


class Status(StrEnum):
    """How far the marking of an answer has come."""

    NO_ANSWER = "no_answer"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    """Somebody has not confirmed yet."""
    DISPUTED = "disputed"
    """Two graders differ, and nobody has settled it."""
    FINAL = "final"


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
    session: Session, *, question: str | None = None, submission: int | None = None
) -> list[Outcome]:
    """Return the outcome of each student's answer, ordered by pseudonym and question."""
    wanted = select(Answer).join(Submission).where(Answer.kind == Kind.STUDENT)
    wanted = wanted.order_by(Submission.pseudonym, Answer.question).options(joinedload(Answer.submission))
    if question is not None:
        wanted = wanted.where(Answer.question == question)
    if submission is not None:
        wanted = wanted.where(Answer.submission_id == submission)
    answers = session.scalars(wanted).all()
    markings: dict[int, dict[Slot, Marking]] = defaultdict(dict)
    found = (
        select(Marking)
        .join(Allocation)
        .join(Answer)
        .where(Allocation.slot.in_(COUNTED), Answer.kind == Kind.STUDENT)
        .options(
            selectinload(Marking.decisions),
            joinedload(Marking.rubric),
            joinedload(Marking.allocation).joinedload(Allocation.grader),
        )
    )
    if question is not None:
        found = found.where(Answer.question == question)
    if submission is not None:
        found = found.where(Answer.submission_id == submission)
    for marking in session.scalars(found):
        markings[marking.allocation.answer_id][marking.allocation.slot] = marking
    return [outcome_of(each, markings.get(each.id, {})) for each in answers]


def outcome_of(answer: Answer, markings: Mapping[Slot, Marking]) -> Outcome:
    """Return the outcome of one answer from its markings by slot."""
    if not to_mark(answer):
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


def _confirmed(*markings: Marking | None) -> bool:
    return all(each is None or each.state is State.CONFIRMED for each in markings)
