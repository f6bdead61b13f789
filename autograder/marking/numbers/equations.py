"""Find the sums that an answer writes out, and recompute them: 2 + 2 + 12 = 16, 1,500 / 640 = 2.34."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from autograder.marking.numbers.expressions import OPERATORS, Token, evaluate, without_odd_brackets
from autograder.marking.numbers.figures import Figure, Kind, find_figures
from autograder.rubrics.model import GivenNumbers

TOLERANCE = 0.01
MAX_WORDS_BETWEEN = 4
SIGNS = {
    **dict.fromkeys(("×", "x", "·", "times"), "*"),
    **dict.fromkeys(("÷", "over", "divided by"), "/"),
    **dict.fromkeys(("−", "–"), "-"),
    "plus": "+",
    **dict.fromkeys(("≈", "~", "≃", "⇒", "→", "->", "=>", "equals", "gives", "makes", "is", "are"), "="),
}
# Words in brackets describe a number; numbers in brackets are part of the sum.
REMARK = re.compile(r"\([^()\d\n]{0,80}\)")
PIECE = re.compile(r"divided by|[A-Za-z]+|->|=>|[-+*/=×÷·−–≈~≃⇒→()|;:.]|\n\s*\n|\n\s*[-*|]")


class Result(Enum):
    """How the right side of an equation compares with the left."""

    AGREES = auto()
    ROUNDED_UP = auto()
    """A whole number of nodes that is enough."""
    ROUNDED_DOWN = auto()
    """A whole number of nodes that is too small."""
    DIFFERS = auto()


@dataclass(frozen=True)
class Equation:
    """Two sides that an answer claims to be equal, and the comparison."""

    text: str
    start: int
    result: Result
    value: float
    """The value of the left side."""
    digits_only: bool = False
    """Whether only the digits agree, with units omitted or mixed."""

    @property
    def agrees(self) -> bool:
        """Whether the right side is acceptable."""
        return self.digits_only or self.result in {Result.AGREES, Result.ROUNDED_UP}


def find_equations(text: str, given: GivenNumbers) -> Iterator[Equation]:
    """Yield the equations of a plain text whose left side has something to compute."""
    text = REMARK.sub(lambda match: " " * len(match[0]), text)
    for run in _runs(text, given):
        for left, right in pairwise(map(without_odd_brackets, _sides(run))):
            match right:
                case [Figure() as stated] if any(isinstance(token, str) for token in left):
                    equation = _equation(left, stated, text, given)
                    if equation:
                        yield equation


def _runs(text: str, given: GivenNumbers) -> Iterator[list[Token]]:
    """Yield runs of figures, operators and brackets. A few words after a figure do not end a run."""
    run: list[Token] = []
    words = 0
    for token in _tokens(text, given):
        if isinstance(token, str) and token not in OPERATORS and token not in "=()":
            words += 1
            if token == "|" or words > MAX_WORDS_BETWEEN:
                yield run
                run = []
            continue
        # Two figures without an operator between them are prose: "3 nodes with 8 GPUs".
        if isinstance(token, Figure) and run and isinstance(run[-1], Figure):
            yield run
            run = []
        words = 0
        run.append(token)
    yield run


def _tokens(text: str, given: GivenNumbers) -> Iterator[Token]:
    place = 0
    for figure in [*find_figures(text, given.words_between), None]:
        for match in PIECE.finditer(text, place, figure.start if figure else len(text)):
            sign = SIGNS.get(match[0].strip(), match[0].strip())
            yield "|" if not sign or "\n" in match[0] or sign in ";:." else sign
        if figure:
            yield figure
            place = figure.end


def _sides(run: list[Token]) -> Iterator[list[Token]]:
    side: list[Token] = []
    for token in [*run, "="]:
        if token == "=":
            if side:
                yield side
            side = []
        else:
            side.append(token)


def _equation(left: list[Token], right: Figure, text: str, given: GivenNumbers) -> Equation | None:
    figures = [token for token in left if isinstance(token, Figure)]
    try:
        with_units = evaluate(left, _scaled(left, given))
        digits = evaluate(left, {id(figure): figure.mantissa for figure in figures})
        # "7e9 × 8 / 2^30 = 52.2 GiB": the left side is already in the right side's unit.
        converted = evaluate(left, {id(figure): figure.value for figure in figures})
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    start = figures[0].start
    said = " ".join(text[start : right.end].split())
    said = "(" * (said.count(")") - said.count("(")) + said
    whole = right.kind in {Kind.PLAIN, Kind.NODES} and "/" in left and right.mantissa.is_integer()
    good = {Result.AGREES, Result.ROUNDED_UP}
    result = _compare(with_units, right.value, whole=whole)
    if result in good:
        return Equation(said, start, result, with_units)
    of_digits = _compare(digits, right.mantissa, whole=whole)
    if of_digits in good:
        return Equation(said, start, of_digits, digits, digits_only=True)
    if _compare(converted, right.mantissa, whole=whole) in good:
        return Equation(said, start, Result.AGREES, converted)
    if not whole and _differ_by_thousands(with_units, right.value):
        return Equation(said, start, Result.AGREES, with_units, digits_only=True)
    if all(figure.kind is Kind.PLAIN for figure in figures):
        return Equation(said, start, of_digits, digits)
    return Equation(said, start, result, with_units)


def _compare(value: float, stated: float, *, whole: bool) -> Result:
    """Compare a value with the stated one; a `whole` one is a number of nodes, to be rounded up."""
    if whole and not math.isclose(value, stated, rel_tol=1e-3):
        if stated == math.ceil(value):
            return Result.ROUNDED_UP
        if stated == math.floor(value):
            return Result.ROUNDED_DOWN
    return Result.AGREES if math.isclose(value, stated, rel_tol=TOLERANCE) else Result.DIFFERS


def _differ_by_thousands(value: float, stated: float) -> bool:
    if value <= 0 or stated <= 0:
        return False
    return math.isclose(value, stated * 1000.0 ** round(math.log(value / stated, 1000)), rel_tol=TOLERANCE)


def _scaled(left: list[Token], given: GivenNumbers) -> dict[int, float]:
    """Return values in whole units; in a sum, a number without a unit has that of the next number."""
    figures = [token for token in left if isinstance(token, Figure)]
    only_added = "*" not in left and "/" not in left
    bytes_near = any(figure.kind is Kind.BYTES for figure in figures)
    values: dict[int, float] = {}
    factor = 1.0
    for figure in reversed(figures):
        values[id(figure)] = figure.value
        if figure.kind is Kind.BYTES and only_added and figure.mantissa:
            factor = figure.value / figure.mantissa
        elif figure.kind is Kind.PLAIN and figure.value == figure.mantissa:
            # Beside bytes and without a unit, this number is the memory of a node in GB.
            is_node = bytes_near and figure.mantissa == given.node_gigabytes
            values[id(figure)] *= 1e9 if is_node else factor
    return values
