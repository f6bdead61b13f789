"""How far graders agree: pairs of confirmed markings as sheets of decisions, and strictness by grader."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from autograder.marking.agreement import Agreement, compare
from autograder.review.models import Allocation, Answer, Kind, Marking, Slot, State
from autograder.review.outcomes import verdicts_of
from autograder.review.rubric_versions import all_in_use, points_of, rubric_of

MIN_ANSWERS = 20
"""Below this, agreement is too uncertain to act on."""


@dataclass(frozen=True)
class Strictness:
    """A grader's mean points for a question, and the mean of all graders."""

    grader: str
    question: str
    answers: int
    mean: float
    mean_of_all: float


def double_marked(session: Session, first: Slot = Slot.FIRST, second: Slot = Slot.SECOND) -> list[Agreement]:
    """Return the agreement between two slots on each criterion, over answers that both confirmed."""
    sheets: dict[Slot, dict[str, dict[str, str]]] = {first: {}, second: {}}
    for marking in _confirmed(session, (first, second)):
        allocation = marking.allocation
        column = {
            f"{allocation.answer.question}.{name}": verdict for name, verdict in verdicts_of(marking).items()
        }
        sheets[allocation.slot][str(allocation.answer_id)] = column
    rubrics = [rubric_of(each) for each in all_in_use(session).values()]
    return compare(sheets[first], sheets[second], rubrics)


def strictness(session: Session) -> list[Strictness]:
    """Return the mean points of each grader and question, by first and second markings."""
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    for marking in _confirmed(session, (Slot.FIRST, Slot.SECOND)):
        points = points_of(rubric_of(marking.rubric), verdicts_of(marking).items())
        shares[marking.allocation.answer.question, marking.allocation.grader.name].append(points)
    means: dict[str, list[float]] = defaultdict(list)
    for (question, _), values in shares.items():
        means[question] += values
    return [
        Strictness(grader, question, len(values), fmean(values), fmean(means[question]))
        for (question, grader), values in sorted(shares.items())
    ]


def _confirmed(session: Session, slots: Sequence[Slot]) -> Sequence[Marking]:
    found = (
        select(Marking)
        .join(Allocation)
        .join(Answer)
        .where(Marking.state == State.CONFIRMED, Allocation.slot.in_(slots), Answer.kind == Kind.STUDENT)
        .options(
            selectinload(Marking.decisions),
            joinedload(Marking.rubric),
            joinedload(Marking.allocation).joinedload(Allocation.answer),
            joinedload(Marking.allocation).joinedload(Allocation.grader),
        )
    )
    return session.scalars(found).all()
