"""Compare a model's drafts with labels and with people, before anyone relies on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.marking.agreement import (
    Agreement,
    Decisions,
    Interval,
    compare,
    interval_of,
    kappas_of,
    resampled,
)
from autograder.marking.quotes import QuoteState
from autograder.marking.reply import Draft
from autograder.marking.sheet import column_name
from autograder.rubrics.model import Rubric
from autograder.rubrics.samples import Sample

MIN_DOUBLY_MARKED = 100
MARGIN = -0.10
"""How much worse than a second person a model may be: the lower bound of the difference of both κ."""


@dataclass(frozen=True)
class Moved:
    """How far an injection moved a draft: the labels' points, and the draft's; None without a whole draft."""

    sample: str
    trick: str
    labelled: float
    drafted: float | None

    @property
    def difference(self) -> float | None:
        """Points that the draft gives too much."""
        return None if self.drafted is None else self.drafted - self.labelled


@dataclass(frozen=True)
class Gate:
    """Whether a model agrees with people about as well as they do with each other.

    Args:
        answers: doubly marked answers with a whole draft.
        met: None if it cannot be judged.
        difference: the interval of κ(model, person) - κ(person, person), the mean over criteria.
    """

    answers: int
    met: bool | None
    difference: Interval | None = None


@dataclass(frozen=True)
class Evaluation:
    """The result for one question."""

    rows: tuple[Agreement, ...]
    injections: tuple[Moved, ...]
    drafts: int
    failed: int
    """Replies without a draft."""
    quotes: int
    unverified: int
    """Quotes that are not in the answer."""


def decisions_of(drafts: Mapping[str, Sequence[Draft | str]]) -> dict[str, dict[str, str]]:
    """Return drafts in the form of a sheet's decisions, without those whose quote is not in the answer."""
    found: dict[str, dict[str, str]] = {}
    for student, samples in drafts.items():
        if samples and isinstance(samples[0], Draft):
            found[student] = {
                column_name(samples[0].rubric, each.criterion): each.verdict
                for each in samples[0].decisions
                if not each.refused
            }
    return found


def evaluate(
    drafts: Mapping[str, Sequence[Draft | str]], samples: Sequence[Sample], rubric: Rubric
) -> Evaluation:
    """Compare drafts of the labelled samples with their labels."""
    labels = {
        each.name: {f"{rubric.question}.{name}": verdict for name, verdict in each.decisions.items()}
        for each in samples
    }
    every = [each for of_student in drafts.values() for each in of_student]
    quotes = [
        one.check.state for each in every if isinstance(each, Draft) for one in each.decisions if one.quote
    ]
    moved = []
    for sample in samples:
        if sample.kind == "injection":
            first = drafts[sample.name][0]
            labelled = sum(rubric.criterion(name).worth[each] for name, each in sample.decisions.items())
            drafted = first.points if isinstance(first, Draft) else None
            moved.append(Moved(sample.name, sample.detail, labelled, drafted))
    return Evaluation(
        tuple(compare(decisions_of(drafts), labels, [rubric])),
        tuple(moved),
        len(every),
        sum(isinstance(each, str) for each in every),
        len(quotes),
        sum(each is QuoteState.UNVERIFIED for each in quotes),
    )


def gate_of(model: Decisions, first: Decisions, second: Decisions, rubric: Rubric) -> Gate:
    """Judge a model by answers that two people marked independently.

    Only answers with all three decisions on all criteria count. κ has quadratic weights over points, and its
    mean over the criteria is resampled over answers. κ(model, person) is the mean over both people.
    """
    columns = {column_name(rubric, each): each.worth for each in rubric.criteria}
    names = [
        name
        for name in first
        if all(column in one.get(name, {}) for one in (model, first, second) for column in columns)
    ]
    if len(names) < MIN_DOUBLY_MARKED:
        return Gate(len(names), None)
    differences = []
    for column, worth in columns.items():
        points = np.array([[worth[one[name][column]] for one in (model, first, second)] for name in names])
        of_model, one, other = resampled(points)  # the same answers for each criterion
        model_person = (kappas_of(of_model, one) + kappas_of(of_model, other)) / 2
        differences.append(model_person - kappas_of(one, other))
    table = np.array(differences)
    counted = (~np.isnan(table)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        means = np.where(counted > 0, np.nansum(table, axis=0) / counted, np.nan)
    difference = interval_of(means)
    return Gate(len(names), None if difference is None else difference[0] >= MARGIN, difference)
