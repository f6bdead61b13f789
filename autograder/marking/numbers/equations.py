"""Find the sums that an answer writes out, and recompute them: 2 + 2 + 12 = 16, 1,500 / 640 = 2.34."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from autograder.marking.numbers.compare import Comparison, Result
from autograder.marking.numbers.expressions import OPERATORS, Token, without_odd_brackets
from autograder.marking.numbers.figures import Figure, Kind, find_figures
from autograder.marking.numbers.runs import SOLID, Sign, Spelled, find_runs, sides
from autograder.rubrics.model import GivenNumbers

ABOUT = (
    "≈",
    "~",
    "≃",
    "≅",
    "about",
    "roughly",
    "approx",
    "around",
    "circa",
    "ca.",
    "nearly",
    "almost",
    "some ",
)
COUNTS = {Kind.NODES, Kind.GPUS}

__all__ = ["Equation", "Result", "find_equations"]


@dataclass(frozen=True)
class Equation:
    """Two sides that an answer claims to be equal, and the comparison."""

    text: str
    start: int
    result: Result
    value: float
    """The value of the left side."""
    stated: Figure

    @property
    def digits_only(self) -> bool:
        """Whether only the digits agree, with units omitted or mixed."""
        return self.result is Result.DIGITS_AGREE

    @property
    def agrees(self) -> bool:
        """Whether the right side is acceptable."""
        return self.result in {Result.AGREES, Result.DIGITS_AGREE, Result.ROUNDED_UP}


def find_equations(text: str, given: GivenNumbers, figures: list[Figure] | None = None) -> Iterator[Equation]:
    """Yield the equations of a plain text whose left side has something to compute."""
    if figures is None:
        figures = find_figures(text, given.words_between)
    for run in find_runs(text, figures):
        cleaned = [(without_odd_brackets(side), sign) for side, sign in sides(run)]
        for (left, _), (right, sign) in pairwise(cleaned):
            match left, right:
                case [Figure() as first], [Figure() as second]:
                    equation = _conversion(first, second, sign, text)
                case _, [Figure() as stated] if sign != "so" and _computes(left):
                    equation = _equation(left, stated, text, given)
                case [Figure() as stated], _ if (
                    sign.is_plain and _computes(right) and stated.kind is not Kind.PER_PARAMETER
                ):
                    equation = _equation(right, stated, text, given)
                case _:
                    equation = None
            if equation:
                yield equation


def _computes(side: list[Token]) -> bool:
    return any(token in OPERATORS or token in {"ceil", "floor", "round"} for token in side)


def _equation(side: list[Token], stated: Figure, text: str, given: GivenNumbers) -> Equation | None:
    around = text[max(stated.start - 12, 0) : stated.start].lower()
    about = any(word in around for word in ABOUT)
    try:
        comparison = Comparison(side, stated, given, about=about)
        result, value = comparison.result()
    except ValueError:
        return None
    if result is Result.DIFFERS and (rest := _after_words(side)):
        # "28.8 TB over 26 × 8 = 208 GPUs": the sum may begin after the word.
        equation = _equation(rest, stated, text, given)
        if equation and equation.agrees:
            return equation
    figures = [*comparison.figures, stated]
    said = _said(text, min(each.start for each in figures), max(each.end for each in figures))
    if result is Result.DIFFERS and _says_no_value(said, value, stated):
        return None
    return Equation(said, min(each.start for each in figures), result, value, stated)


def _after_words(side: list[Token]) -> list[Token]:
    """Return what follows the last operator in words, if that is a sum of its own."""
    places = [place for place, token in enumerate(side) if isinstance(token, Spelled)]
    rest = side[places[-1] + 1 :] if places else []
    return rest if _computes(rest) else []


def _says_no_value(said: str, value: float, stated: Figure) -> bool:
    """Whether a figure after an arrow is a decision and not the value: "28.8 / 1.128 → 32 nodes"."""
    return (
        stated.kind in COUNTS
        and stated.value > value
        and any(sign in said for sign in SOLID - {"=", "==", "≈"})
    )


def _conversion(first: Figure, second: Figure, sign: Sign, text: str) -> Equation | None:
    """Check "28,800 GB = 28.8 TB", and "25.5, so 26 nodes"."""
    between = text[first.end : second.start]
    said = _said(text, first.start, second.end)
    if first.kind is Kind.BYTES and second.kind is Kind.BYTES and sign.solid:
        # After a line break, "=" stands below a column of parts.
        if between.strip() not in {"=", "==", "≈"} or "\n" in between:
            return None
        result = _same_amount(first, second)
        return Equation(said, first.start, result, first.value, second)
    is_count = second.kind in COUNTS and second.value.is_integer()
    if not is_count or first.kind not in {Kind.PLAIN, second.kind} or first.value.is_integer():
        return None
    if abs(first.value - second.value) >= 1:
        return None
    up = second.value > first.value
    return Equation(said, first.start, Result.ROUNDED_UP if up else Result.ROUNDED_DOWN, first.value, second)


def _same_amount(first: Figure, second: Figure) -> Result:
    values = (first.value, *first.others)
    for one in values:
        for other in (second.value, *second.others):
            step = max(second.step, first.step)
            if abs(one - other) <= max(1.001 * step, 0.002 * other) and abs(one - other) <= 0.05 * other:
                return Result.AGREES
            # GB and TB may both be meant in powers of 1024.
            if math.isclose(one / other, 1.024, rel_tol=0.003) or math.isclose(
                other / one, 1.024, rel_tol=0.003
            ):
                return Result.DIGITS_AGREE
    return Result.DIFFERS


def _said(text: str, start: int, end: int) -> str:
    said = " ".join(text[start:end].split())
    return "(" * (said.count(")") - said.count("(")) + said
