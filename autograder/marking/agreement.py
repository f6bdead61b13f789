"""How far people who decided the same answers agree, criterion by criterion, with intervals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score

from autograder.marking.sheet import column_name
from autograder.messages import tas
from autograder.rubrics.model import Criterion, Rubric
from autograder.rubrics.samples import Sample

Decisions = Mapping[str, Mapping[str, str]]
"""Answer → column → verdict."""
Interval = tuple[float, float]

STEP = 0.25
"""Points are multiples of this, so a scale in such steps is evenly spaced, as quadratic weights need."""
MIN_ANSWERS = 20
"""With fewer answers an interval says nothing."""
RESAMPLES = 2_000
LEVEL = 0.95
SEED = 0
MIN_DEFINED = 0.9
"""The share of resamples in which κ has to be defined for an interval."""


@dataclass(frozen=True)
class Agreement:
    """Agreement on one criterion. κ is None if it is undefined: both gave one verdict to all answers."""

    column: str
    answers: int
    exact: float
    kappa: float | None
    weighted_kappa: float | None
    """With quadratic weights over the points of levels; equal to κ for met and not met."""
    interval: Interval | None = None
    """Of the weighted κ, from a bootstrap over answers; None for too few answers."""
    differences: tuple[tuple[str, str, str], ...] = ()
    """Each answer on which the two differ, with both verdicts."""


@dataclass(frozen=True)
class Compared:
    """The decisions of two people."""

    rows: tuple[Agreement, ...]
    both: int
    """Answers with at least one criterion that both decided."""
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def compare(first: Decisions, second: Decisions, rubrics: Sequence[Rubric]) -> list[Agreement]:
    """Return the agreement on each criterion that both decided for at least one answer."""
    found = []
    for column, criterion in _columns(rubrics):
        pairs = {
            name: (first[name][column], second[name][column])
            for name in first
            if column in first[name] and column in second.get(name, {})
        }
        if pairs:
            found.append(_agreement(column, pairs, criterion))
    return found


def compare_people(first: Decisions, second: Decisions, rubrics: Sequence[Rubric]) -> Compared:
    """Return the agreement with the answers that only one of them decided."""

    def decided(one: Decisions) -> dict[str, set[str]]:
        return {name: set(row) for name, row in one.items() if row}

    ones, others = decided(first), decided(second)
    both = {name for name, columns in ones.items() if columns & others.get(name, set())}
    return Compared(
        tuple(compare(first, second, rubrics)),
        len(both),
        tuple(name for name in ones if name not in both),
        tuple(name for name in others if name not in both),
    )


def alphas(people: Sequence[Decisions], rubrics: Sequence[Rubric]) -> dict[str, float | None]:
    """Return Krippendorff's α of each criterion over all people, who may have left out answers.

    Levels are measured on an interval scale by their points; met and not met are nominal.
    """
    found = {}
    for column, criterion in _columns(rubrics):
        names = sorted({name for one in people for name, row in one.items() if column in row})
        values = [
            [criterion.worth[one[name][column]] if column in one.get(name, {}) else np.nan for name in names]
            for one in people
        ]
        if names:
            found[column] = alpha(values, criterion)
    return found


def alpha(values: Sequence[Sequence[float]], criterion: Criterion) -> float | None:
    """Return Krippendorff's α of points by person and answer; NaN is a missing decision.

    None if no answer was decided twice, or only one verdict occurs.
    """
    table = np.asarray(values, dtype=float)
    paired = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    if np.unique(paired[~np.isnan(paired)]).size < 2:
        return None
    measure: Literal["interval", "nominal"] = "interval" if criterion.levels else "nominal"
    domain = sorted(criterion.worth.values())
    return float(krippendorff.alpha(table, value_domain=domain, level_of_measurement=measure))


def labels(samples: Mapping[str, Iterable[Sample]]) -> dict[str, dict[str, str]]:
    """Return the labels of samples (by question) in the form of a sheet's decisions.

    Each sample is listed by its name, and by question and name (``Q1/steady``) because names may repeat.
    """
    known: dict[str, dict[str, str]] = {}
    for question, of_question in samples.items():
        for sample in of_question:
            verdicts = {f"{question}.{name}": verdict for name, verdict in sample.decisions.items()}
            known.setdefault(sample.name, {}).update(verdicts)
            known.setdefault(f"{question}/{sample.name}", {}).update(verdicts)
    return known


def cohens_kappa(
    pairs: Sequence[tuple[str, str]], worth: Mapping[str, float], *, weighted: bool
) -> float | None:
    """Return Cohen's κ over the whole scale, including verdicts that nobody used; None if it is undefined.

    Source: scikit-learn. Its weights count steps, so the scale has all steps between the points.
    """
    firsts = [round(worth[one] / STEP) for one, _ in pairs]
    seconds = [round(worth[other] / STEP) for _, other in pairs]
    if len({*firsts, *seconds}) < 2:
        return None
    steps = list(range(round(max(worth.values()) / STEP) + 1))
    weights = "quadratic" if weighted else None
    return float(cohen_kappa_score(firsts, seconds, labels=steps, weights=weights))


def kappa_interval(pairs: Sequence[tuple[str, str]], worth: Mapping[str, float]) -> Interval | None:
    """Return the bootstrap interval of the weighted κ, or None for too few answers or too little variety."""
    if len(pairs) < MIN_ANSWERS:
        return None
    points = np.array([[worth[one], worth[other]] for one, other in pairs])
    return interval_of(kappas_of(*resampled(points)))


def resampled(points: np.ndarray) -> list[np.ndarray]:
    """Return resamples of rows, as one array of shape (resamples, answers) for each column."""
    chosen = np.random.default_rng(SEED).integers(len(points), size=(RESAMPLES, len(points)))
    return [points[chosen, column] for column in range(points.shape[1])]


def kappas_of(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the quadratic-weighted κ of each resample; NaN where it is undefined.

    With quadratic weights, κ is 1 - E[(x - y)²] / E[(x - y')²] for independent x and y'. One resample at a
    time, scikit-learn would take minutes for a class; a test compares both.
    """
    observed = ((first - second) ** 2).mean(axis=1)
    expected = first.var(axis=1) + second.var(axis=1) + (first.mean(axis=1) - second.mean(axis=1)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def interval_of(values: np.ndarray) -> Interval | None:
    """Return the percentile interval of resampled values, if enough of them are defined."""
    defined = values[~np.isnan(values)]
    if defined.size < MIN_DEFINED * values.size:
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _columns(rubrics: Sequence[Rubric]) -> list[tuple[str, Criterion]]:
    return [
        (column_name(rubric, criterion), criterion) for rubric in rubrics for criterion in rubric.criteria
    ]


def _agreement(column: str, pairs: Mapping[str, tuple[str, str]], criterion: Criterion) -> Agreement:
    verdicts = list(pairs.values())
    return Agreement(
        column=column,
        answers=len(verdicts),
        exact=fmean(one == other for one, other in verdicts),
        kappa=cohens_kappa(verdicts, criterion.worth, weighted=False),
        weighted_kappa=cohens_kappa(verdicts, criterion.worth, weighted=True),
        interval=kappa_interval(verdicts, criterion.worth),
        differences=tuple((name, one, other) for name, (one, other) in pairs.items() if one != other),
    )


def as_table(
    title: str, rows: Sequence[Agreement], alpha_of: Mapping[str, float | None] | None = None
) -> str:
    """Return a Markdown table with the mean of each question below its criteria."""
    lines = [f"## {title}", "", f"| {' | '.join(tas.agreement.AGREEMENT_HEADER)} |", "|---|" + "---:|" * 6]
    known = alpha_of or {}
    questions = dict.fromkeys(row.column.split(".")[0] for row in rows)
    for question in questions:
        of_question = [row for row in rows if row.column.split(".")[0] == question]
        for row in of_question:
            kappas = f"{_number(row.kappa)} | {_number(row.weighted_kappa)}"
            lines.append(
                f"| {row.column} | {row.answers} | {row.exact:.0%} | {kappas} | {_interval(row)}"
                f" | {_number(known.get(row.column))} |"
            )
        exact = sum(row.exact * row.answers for row in of_question) / sum(row.answers for row in of_question)
        kappas = " | ".join(
            _number(fmean(values) if values else None)
            for values in (
                [row.kappa for row in of_question if row.kappa is not None],
                [row.weighted_kappa for row in of_question if row.weighted_kappa is not None],
            )
        )
        lines.append(f"| **{tas.agreement.agreement_mean(question)}** | | **{exact:.0%}** | {kappas} | | |")
    return "\n".join(lines)


def people_text(title: str, compared: Compared, alpha_of: Mapping[str, float | None]) -> str:
    """Return the table of two people, the compared answers, and each answer on which they differ."""
    lines = [as_table(title, compared.rows, alpha_of), ""]
    lines += tas.agreement.rows_compared(compared.both, compared.only_first, compared.only_second)
    if differences := [(row.column, *each) for row in compared.rows for each in row.differences]:
        lines += ["", tas.agreement.differences_heading(len(differences))]
        lines += [tas.agreement.difference(*each) for each in differences]
    return "\n".join(lines)


def _interval(row: Agreement) -> str:
    if row.answers < MIN_ANSWERS:
        return tas.agreement.TOO_FEW
    return "–" if row.interval is None else f"{row.interval[0]:.2f} to {row.interval[1]:.2f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
