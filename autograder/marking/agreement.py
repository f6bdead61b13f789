"""How far two people who decided the same answers agree, criterion by criterion."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from autograder.marking.decisions import Sheet
from autograder.marking.sheet import column_name
from autograder.messages import tas
from autograder.rubrics.model import Criterion, Rubric
from autograder.rubrics.samples import Sample

Decisions = Mapping[str, Mapping[str, str]]
"""Answer → column → verdict."""


@dataclass(frozen=True)
class Agreement:
    """Agreement on one criterion. κ is None if it is undefined: both gave one verdict to all answers."""

    column: str
    answers: int
    exact: float
    kappa: float | None
    weighted_kappa: float | None
    """With quadratic weights over the points of levels; equal to κ for met and not met."""


def compare(first: Decisions, second: Decisions, rubrics: Sequence[Rubric]) -> list[Agreement]:
    """Return the agreement on each criterion that both decided for at least one answer."""
    found = []
    for rubric in rubrics:
        for criterion in rubric.criteria:
            column = column_name(rubric, criterion)
            pairs = [
                (first[name][column], second[name][column])
                for name in first
                if column in first[name] and column in second.get(name, {})
            ]
            if pairs:
                found.append(_agreement(column, pairs, criterion))
    return found


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


def stale_rubrics(sheets: Iterable[Sheet], rubrics: Sequence[Rubric]) -> list[str]:
    """Return a warning for each sheet and question that was decided by another wording of the rubric."""
    today = {rubric.question: rubric for rubric in rubrics}
    return [
        tas.stale_sheet(sheet.path, question, digest, today[question].stamp)
        for sheet in sheets
        for question, digest in sheet.hashes.items()
        if question in today and digest != today[question].hash
    ]


def cohens_kappa(
    pairs: Sequence[tuple[str, str]], worth: Mapping[str, float], *, weighted: bool
) -> float | None:
    """Return Cohen's κ over the whole scale, including verdicts that nobody used.

    Source: Cohen 1960 and 1968; the weights are 1 - (difference / range)².
    """
    spread = max(worth.values()) - min(worth.values())

    def distance(one: str, other: str) -> float:
        return ((worth[one] - worth[other]) / spread) ** 2 if weighted else float(one != other)

    observed = fmean(distance(one, other) for one, other in pairs)
    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = (
        sum(
            times * others * distance(one, other)
            for one, times in firsts.items()
            for other, others in seconds.items()
        )
        / len(pairs) ** 2
    )
    return 1 - observed / expected if expected else None


def _agreement(column: str, pairs: Sequence[tuple[str, str]], criterion: Criterion) -> Agreement:
    return Agreement(
        column=column,
        answers=len(pairs),
        exact=fmean(one == other for one, other in pairs),
        kappa=cohens_kappa(pairs, criterion.worth, weighted=False),
        weighted_kappa=cohens_kappa(pairs, criterion.worth, weighted=True),
    )


def as_table(title: str, rows: Sequence[Agreement]) -> str:
    """Return a Markdown table with the mean of each question below its criteria."""
    lines = [f"## {title}", "", f"| {' | '.join(tas.AGREEMENT_HEADER)} |", "|---|---:|---:|---:|---:|"]
    questions = dict.fromkeys(row.column.split(".")[0] for row in rows)
    for question in questions:
        of_question = [row for row in rows if row.column.split(".")[0] == question]
        for row in of_question:
            kappas = f"{_number(row.kappa)} | {_number(row.weighted_kappa)}"
            lines.append(f"| {row.column} | {row.answers} | {row.exact:.0%} | {kappas} |")
        exact = sum(row.exact * row.answers for row in of_question) / sum(row.answers for row in of_question)
        kappas = " | ".join(
            _number(fmean(values) if values else None)
            for values in (
                [row.kappa for row in of_question if row.kappa is not None],
                [row.weighted_kappa for row in of_question if row.weighted_kappa is not None],
            )
        )
        lines.append(f"| **{tas.agreement_mean(question)}** | | **{exact:.0%}** | {kappas} |")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
