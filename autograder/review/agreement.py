"""How far graders agree: pairs of confirmed markings as sheets of decisions, and strictness by grader."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from autograder.review.models import Allocation, Answer, Kind, Marking, Slot, State
from autograder.review.outcomes import verdicts_of
from autograder.review.rubric_versions import all_in_use, points_of, rubric_of

if TYPE_CHECKING:
    from autograder.marking.agreement import Agreement

MIN_SHOWN = 5
"""No mean of fewer answers is shown: it would tell of single students."""


@dataclass(frozen=True)
class Double:
    """Agreement on answers that two graders confirmed."""

    rows: list["Agreement"]
    """Of first and second markings, by criterion, with intervals."""
    alphas: dict[str, float | None]
    """Krippendorff's α over all graders, by criterion."""


@dataclass(frozen=True)
class Strictness:
    """A grader's mean points for a question, and the mean of all graders."""

    grader: str
    question: str
    answers: int
    mean: float
    mean_of_all: float


def double_marked(session: Session) -> Double:
    """Return the agreement on each criterion, over answers that two graders confirmed independently."""
    # scikit-learn takes longer to load than the rest of the server, which starts without it.
    from autograder.marking.agreement import alphas, compare

    slots: dict[Slot, dict[str, dict[str, str]]] = {Slot.FIRST: {}, Slot.SECOND: {}}
    people: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for marking in _confirmed(session, only_double=True):
        allocation = marking.allocation
        row = {f"{allocation.question}.{name}": verdict for name, verdict in verdicts_of(marking).items()}
        slots[allocation.slot][str(allocation.answer_id)] = row
        people[allocation.grader_id][str(allocation.answer_id)] = row
    rubrics = [rubric_of(each) for each in all_in_use(session).values()]
    rows = compare(slots[Slot.FIRST], slots[Slot.SECOND], rubrics)
    return Double(rows, alphas([*people.values()], rubrics) if rows else {})


def strictness(session: Session) -> list[Strictness]:
    """Return the mean points of each grader and question, by first and second markings."""
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    for marking in _confirmed(session):
        points = points_of(rubric_of(marking.rubric), verdicts_of(marking).items())
        shares[marking.allocation.question, marking.allocation.grader.name].append(points)
    means: dict[str, list[float]] = defaultdict(list)
    for (question, _), values in shares.items():
        means[question] += values
    return [
        Strictness(grader, question, len(values), fmean(values), fmean(means[question]))
        for (question, grader), values in sorted(shares.items())
    ]


def _confirmed(session: Session, *, only_double: bool = False) -> Sequence[Marking]:
    found = (
        select(Marking)
        .join(Marking.allocation)
        .join(Answer)
        .where(Marking.state == State.CONFIRMED, Allocation.slot.in_([Slot.FIRST, Slot.SECOND]))
        .where(Answer.kind == Kind.STUDENT)
        .options(
            contains_eager(Marking.allocation).joinedload(Allocation.grader),
            selectinload(Marking.decisions),
            joinedload(Marking.rubric),
        )
    )
    if only_double:
        second = select(Allocation.answer_id).where(Allocation.slot == Slot.SECOND)
        found = found.where(Allocation.answer_id.in_(second))
    return session.scalars(found).all()
