"""The figures of a course, with nothing in them that is true of fewer than five students."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.catalog import Assignment, Part, Question
from autograder.regrade.result import Result, State

MIN_CELL = 5
"""Students that a shown number stands for, or for whom it does not hold."""
N_BINS = 14
MAX_GROUPS = 25
QUANTILES = (50, 90, 99)


@dataclass(frozen=True)
class Bin:
    """A range of scores, both ends included in the text, and the students in it."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class PartFigures:
    """One part: how hard it is, and whether it tells strong submissions from weak ones."""

    part: Part
    question: Question
    passed: str
    """Students who passed, or `<5`."""
    share: float | None
    """Of all graded submissions; None if one of both sides is a small cell."""
    discrimination: float | None
    """Correlation of passing with the points of all other questions."""
    remark: str = ""
    """`nobody` or `everybody`."""


@dataclass(frozen=True)
class Group:
    """Students who answer a question alike."""

    question: Question
    name: str
    """The chaff, or the fingerprint of failures that no chaff explains."""
    count: int
    text: str
    """The hint, or the smallest input that fails."""
    check: str = ""


@dataclass(frozen=True)
class Figures:
    """All that a report shows."""

    n_submissions: int
    n_graded: int
    n_unreadable: int
    n_errors: int
    max_score: float
    mean: float | None
    quartiles: tuple[float, ...]
    bins: tuple[Bin, ...]
    parts: tuple[PartFigures, ...]
    misconceptions: tuple[Group, ...]
    unnamed: tuple[Group, ...]
    n_small: int
    """Misconceptions and groups that fewer than five students share: they are not shown."""
    seconds: dict[int, float]
    """Wall-clock seconds of a submission, by percentile."""
    cpu_seconds: dict[int, float]
    levels: dict[str, str]
    """Students by the level of confinement."""
    problems: tuple[Result, ...]
    """Submissions without a score: grader errors first. For those who may see names."""


@dataclass
class _Groups:
    members: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: str, name: str, text: str, check: str) -> None:
        self.members[number, name].append((text, check))

    def shown(self, questions: dict[str, Question]) -> tuple[list[Group], int]:
        groups, n_small = [], 0
        for (number, name), members in self.members.items():
            if len(members) < MIN_CELL:
                n_small += 1
                continue
            text, check = min(members, key=lambda each: (len(each[0]), each))
            groups.append(Group(questions[number], name, len(members), text, check))
        return sorted(groups, key=lambda group: (-group.count, group.question.number, group.name)), n_small


def figures_of(results: Iterable[Result], assignment: Assignment) -> Figures:
    """Return the figures of all results that count."""
    graded: list[Result] = []
    problems: list[Result] = []
    for result in results:
        (graded if result.state is State.GRADED else problems).append(result)
    questions = {question.number: question for question in assignment.questions}
    known, unknown = _Groups(), _Groups()
    for result in graded:
        for number, said in result.summary["questions"].items():
            if number not in questions:
                continue  # of another version of the catalog
            if "chaff" in said:
                known.add(number, said["chaff"], said["hint"], "")
            elif "fingerprint" in said:
                unknown.add(number, said["fingerprint"], said["detail"], said["title"])
    misconceptions, n_small_known = known.shown(questions)
    unnamed, n_small_unknown = unknown.shown(questions)
    scores = [result.score for result in graded if result.score is not None]
    enough = len(scores) >= MIN_CELL
    errors = [each for each in problems if each.state is State.ERROR]
    return Figures(
        n_submissions=len(graded) + len(problems),
        n_graded=len(graded),
        n_unreadable=len(problems) - len(errors),
        n_errors=len(errors),
        max_score=assignment.code_points,
        mean=statistics.fmean(scores) if enough else None,
        quartiles=tuple(statistics.quantiles(scores, n=4)) if enough else (),
        bins=bins_of(scores, assignment.code_points),
        parts=tuple(
            _part(part, question, graded) for question in assignment.questions for part in question.parts
        ),
        misconceptions=tuple(misconceptions[:MAX_GROUPS]),
        unnamed=tuple(unnamed[:MAX_GROUPS]),
        n_small=n_small_known + n_small_unknown,
        seconds=_percentiles([result.seconds for result in graded]),
        cpu_seconds=_percentiles([result.cpu_seconds for result in graded]),
        levels={
            level: shown(count, len(graded))
            for level, count in sorted(Counter(result.level for result in graded).items())
        },
        problems=(*errors, *(each for each in problems if each not in errors)),
    )


def shown(count: int, total: int) -> str:
    """Return a count as it may be shown beside its total: a small cell, or a small rest, stays hidden.

    >>> shown(3, 100), shown(98, 100), shown(0, 100), shown(40, 100)
    ('<5', '>95', '0', '40')
    """
    if 0 < count < MIN_CELL:
        return f"<{MIN_CELL}"
    if 0 < total - count < MIN_CELL:
        return f">{total - MIN_CELL}"
    return str(count)


def bins_of(scores: Sequence[float], max_score: float) -> tuple[Bin, ...]:
    """Return a histogram whose bins hold at least five students: small neighbours are joined.

    >>> [(each.low, each.high, each.count) for each in bins_of([0, 1, 9, 9, 9, 9, 10, 10], 10)]
    [(0.0, 10, 8)]
    """
    if len(scores) < MIN_CELL or max_score <= 0:
        return ()
    width = max_score / N_BINS
    counts = [0] * N_BINS
    for score in scores:
        counts[min(N_BINS - 1, max(0, int(score / width)))] += 1
    joined: list[Bin] = []
    low, count = 0.0, 0
    for number, each in enumerate(counts, start=1):
        count += each
        if count >= MIN_CELL:
            joined.append(Bin(low, number * width, count))
            low, count = number * width, 0
    if count or low < max_score:
        last = joined.pop()
        joined.append(Bin(last.low, max_score, last.count + count))
    return tuple(joined)


def _part(part: Part, question: Question, graded: Sequence[Result]) -> PartFigures:
    passed, rest = [], []
    for result in graded:
        said = result.summary["questions"].get(question.number)
        if said is None:
            continue
        passed.append(part.name in said["passed"])
        rest.append((result.score or 0.0) - said["score"])
    n_passed, total = sum(passed), len(passed)
    is_small = 0 < n_passed < MIN_CELL or 0 < total - n_passed < MIN_CELL
    remark = ""
    if total >= MIN_CELL:
        remark = "nobody" if not n_passed else "everybody" if n_passed == total else ""
    return PartFigures(
        part,
        question,
        shown(n_passed, total) if total >= MIN_CELL else f"<{MIN_CELL}",
        None if is_small or total < MIN_CELL else n_passed / total,
        None if is_small or remark or total < 2 * MIN_CELL else _correlation(passed, rest),
        remark,
    )


def _correlation(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    try:
        return statistics.correlation([float(each) for each in passed], rest)
    except statistics.StatisticsError:  # all others have the same points
        return None


def _percentiles(values: Sequence[float]) -> dict[int, float]:
    """Return percentiles beyond which there are at least five students."""
    ordered: list[Any] = sorted(values)
    found = {}
    for each in QUANTILES:
        place = round(each / 100 * (len(ordered) - 1)) if ordered else 0
        if min(place + 1, len(ordered) - place) >= MIN_CELL:
            found[each] = ordered[place]
    return found
