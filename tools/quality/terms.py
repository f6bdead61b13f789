"""One leaf of an answer, explained by the leaves of inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from leaves import Leaves

MAX_PAIRED = 12
"""Leaves that are tried in pairs. With more there are too many pairs, and some would fit by chance."""


def _exact(value: Any) -> Fraction:
    return Fraction(value) if not isinstance(value, float) or np.isfinite(value) else Fraction(0)


def _same(one: Fraction, other: Any) -> bool:
    right = _exact(other)
    return one == right or (isinstance(other, float) and abs(one - right) <= abs(right) / 10**11)


@dataclass(frozen=True)
class Term:
    """One leaf of an answer: a constant, a text with gaps, or an affine function of leaves of the input."""

    constant: Any
    factors: tuple[tuple[str, Fraction], ...] = ()
    """Of leaves of the input. A single factor of 1 without a constant is that element itself."""
    gaps: tuple[str, ...] = ()
    """Of a text: literals and paths, in turn."""

    def value(self, pool: Leaves) -> Any:
        """Return the leaf for an input; raises LookupError or TypeError if it does not fit."""
        if self.gaps:
            return "".join(each if i % 2 == 0 else str(pool[each]) for i, each in enumerate(self.gaps))
        if not self.factors:
            return self.constant
        if self.constant == 0 and len(self.factors) == 1 and self.factors[0][1] == 1:
            return pool[self.factors[0][0]]
        total = _exact(self.constant) + sum(factor * _exact(pool[path]) for path, factor in self.factors)
        return int(total) if total.denominator == 1 else float(total)


def fit(pools: Sequence[Leaves], answers: Sequence[Any]) -> Term:
    """Return the simplest term that explains a leaf in all samples; else the last one's value."""
    if all(type(each) is type(answers[0]) and each == answers[0] for each in answers):
        return Term(answers[0])
    common = [path for path in pools[0] if all(path in pool for pool in pools[1:])]
    if isinstance(answers[0], str):
        return _fit_text(pools, answers, common)
    for path in common:
        if all(pool[path] == answer for pool, answer in zip(pools, answers, strict=True)):
            return Term(0, ((path, Fraction(1)),))
    if isinstance(answers[0], bool) or len(answers) < 3:
        return Term(answers[-1])
    numbers = [
        path
        for path in common
        if not isinstance(pools[0][path], str | bool) and len({pool[path] for pool in pools}) > 1
    ]
    columns = {path: [_exact(pool[path]) for pool in pools] for path in numbers}
    for path in numbers:
        if term := _fit_affine([path], columns, answers):
            return term
    if len(numbers) <= MAX_PAIRED:
        for n_paths in range(2, len(numbers) + 1):
            if n_paths + 2 > len(answers):
                break
            for paths in combinations(numbers, n_paths):
                if term := _fit_affine(list(paths), columns, answers):
                    return term
    return Term(answers[-1])


def _fit_affine(
    paths: list[str], columns: Mapping[str, list[Fraction]], answers: Sequence[Any]
) -> Term | None:
    """Solve for the factors by the first samples that determine them, and check the others."""
    rows = [[*(columns[path][i] for path in paths), Fraction(1)] for i in range(len(answers))]
    solution = solve(rows, [_exact(answer) for answer in answers])
    if solution is None:
        return None
    for row, answer in zip(rows, answers, strict=True):
        total = sum((a * b for a, b in zip(solution, row, strict=True)), Fraction(0))
        if not _same(total, answer):
            return None
    return Term(solution[-1], tuple(zip(paths, solution[:-1], strict=True)))


def solve(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """Return the solution of as many independent equations as there are unknowns, or None."""
    n = len(rows[0])
    chosen: list[list[Fraction]] = []
    pivots: list[int] = []
    for row, value in zip(rows, right, strict=True):
        work = [*row, value]
        for pivot, other in zip(pivots, chosen, strict=True):
            factor = work[pivot]
            if factor:
                work = [a - factor * b for a, b in zip(work, other, strict=True)]
        place = next((i for i in range(n) if work[i]), None)
        if place is None:
            continue
        work = [each / work[place] for each in work]
        for i, other in enumerate(chosen):
            chosen[i] = [a - other[place] * b for a, b in zip(other, work, strict=True)]
        chosen.append(work)
        pivots.append(place)
        if len(chosen) == n:
            break
    if len(chosen) < n:
        return None
    return [chosen[pivots.index(i)][n] for i in range(n)]


def _fit_text(pools: Sequence[Leaves], answers: Sequence[str], common: list[str]) -> Term:
    paths = sorted(
        (path for path in common if isinstance(pools[0][path], str) and pools[0][path]),
        key=lambda path: -len(pools[0][path]),
    )
    for answer, pool in zip(answers, pools, strict=True):
        gaps, i, literal = [], 0, ""
        while i < len(answer):
            path = next((each for each in paths if answer.startswith(pool[each], i)), None)
            if path is None:
                literal += answer[i]
                i += 1
            else:
                gaps += [literal, path]
                literal = ""
                i += len(pool[path])
        term = Term("", gaps=(*gaps, literal))
        if all(term.value(each) == right for each, right in zip(pools, answers, strict=True)):
            return term
    return Term(answers[-1])
