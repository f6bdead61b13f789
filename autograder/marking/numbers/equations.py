"""Finds the sums that an answer writes out, and does them again: 2 + 2 + 12 = 16, 28,800 / 1,128 = 25.5."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from autograder.marking.numbers.expressions import OPERATORS, Token, evaluate, without_odd_brackets
from autograder.marking.numbers.figures import Figure, Kind, find_figures

TOLERANCE = 0.01
MOST_WORDS_BETWEEN = 4
NODE_GB = 1128
"""Divided by without a unit, this is the question's node and in GB."""
SIGNS = {
    **dict.fromkeys(("×", "x", "·", "times"), "*"),
    **dict.fromkeys(("÷", "over", "divided by"), "/"),
    **dict.fromkeys(("−", "–"), "-"),
    "plus": "+",
    **dict.fromkeys(("≈", "~", "≃", "⇒", "→", "->", "=>", "equals", "gives", "makes", "is", "are"), "="),
}
# Words in brackets say what a number is; numbers in brackets are part of the sum.
REMARK = re.compile(r"\([^()\d\n]{0,80}\)")
PIECE = re.compile(r"divided by|[A-Za-z]+|->|=>|[-+*/=×÷·−–≈~≃⇒→()|;:.]|\n\s*\n|\n\s*[-*|]")


@dataclass(frozen=True)
class Equation:
    """Two sides that an answer says are equal, and whether they are."""

    text: str
    start: int
    verdict: str
    agrees: bool


def find_equations(text: str) -> Iterator[Equation]:
    """The equations of a plain text whose left side has something to work out."""
    text = REMARK.sub(lambda match: " " * len(match[0]), text)
    for run in _runs(text):
        for left, right in pairwise(map(without_odd_brackets, _sides(run))):
            match right:
                case [Figure() as stated] if any(isinstance(each, str) for each in left):
                    equation = _equation(left, stated, text)
                    if equation:
                        yield equation


def _runs(text: str) -> Iterator[list[Token]]:
    """Stretches of figures, signs and brackets; a few words after a figure do not interrupt one."""
    run: list[Token] = []
    words = 0
    for token in _tokens(text):
        if isinstance(token, str) and token not in OPERATORS and token not in "=()":
            words += 1
            if token == "|" or words > MOST_WORDS_BETWEEN:
                yield run
                run = []
            continue
        # Two figures with no sign between them are prose: "3 nodes with 8 GPUs".
        if isinstance(token, Figure) and run and isinstance(run[-1], Figure):
            yield run
            run = []
        words = 0
        run.append(token)
    yield run


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    for figure in [*find_figures(text), None]:
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


def _equation(left: list[Token], right: Figure, text: str) -> Equation | None:
    figures = [token for token in left if isinstance(token, Figure)]
    try:
        with_units = evaluate(left, _scaled(left)), right.value
        digits_only = evaluate(left, {id(each): each.mantissa for each in figures}), right.mantissa
        # "1.8e12 × 8 / 2^30 = 13,411 GiB": the left side has been brought to the right side's unit.
        brought = evaluate(left, {id(each): each.value for each in figures}), right.mantissa
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    start = figures[0].start
    said = " ".join(text[start : right.end].split())
    said = "(" * (said.count(")") - said.count("(")) + said
    whole = right.kind in {Kind.PLAIN, Kind.NODES} and "/" in left and right.mantissa.is_integer()
    verdict, agrees = _compare(*with_units, whole=whole)
    if not agrees:
        other, agrees = _compare(*digits_only, whole=whole)
        if not agrees and _compare(*brought, whole=whole)[1]:
            verdict, agrees = "agrees", True
        elif agrees:
            verdict = other + " in its digits (units left out or mixed)"
        elif not whole and _differ_by_thousands(*with_units):
            verdict, agrees = "agrees in its digits (units left out or mixed)", True
        elif all(each.kind is Kind.PLAIN for each in figures):
            verdict = other
    return Equation(said, start, verdict, agrees)


def _compare(result: float, stated: float, *, whole: bool) -> tuple[str, bool]:
    """What to say of a result; a `whole` one is a number of nodes, which is rounded up."""
    if whole and not math.isclose(result, stated, rel_tol=1e-3):
        if stated == math.ceil(result):
            return f"agrees: {result:.2f} rounded up", True
        if stated == math.floor(result):
            return f"rounded down: it is {result:.2f}", False
    if math.isclose(result, stated, rel_tol=TOLERANCE):
        return "agrees", True
    return f"it is {result:,.5g}", False


def _differ_by_thousands(result: float, stated: float) -> bool:
    if result <= 0 or stated <= 0:
        return False
    return math.isclose(result, stated * 1000.0 ** round(math.log(result / stated, 1000)), rel_tol=TOLERANCE)


def _scaled(left: list[Token]) -> dict[int, float]:
    """Values in whole units; in a sum, a number without a unit takes that of the next one."""
    figures = [token for token in left if isinstance(token, Figure)]
    only_added = "*" not in left and "/" not in left
    bytes_near = any(each.kind is Kind.BYTES for each in figures)
    values: dict[int, float] = {}
    factor = 1.0
    for each in reversed(figures):
        values[id(each)] = each.value
        if each.kind is Kind.BYTES and only_added and each.mantissa:
            factor = each.value / each.mantissa
        elif each.kind is Kind.PLAIN and each.value == each.mantissa:
            node = bytes_near and each.mantissa == NODE_GB
            values[id(each)] *= 1e9 if node else factor
    return values
