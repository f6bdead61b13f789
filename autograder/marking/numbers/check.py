"""What an answer's figures say, and what follows from each of them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.marking.numbers.equations import find_equations
from autograder.marking.numbers.figures import Figure, Kind, find_figures, plain_text
from autograder.marking.numbers.tables import column_figures, table_sums
from autograder.rubrics.characters import shortened

PARAMETERS = 1.8e12
NODE_BYTES = 1128e9
GPUS_PER_NODE = 8
GB = 1e9
TOLERANCE = 0.01
LEAST_AMOUNT = 500 * GB
LEAST_TOTAL = 6
"""Bytes per parameter from which a figure is surely a sum of parts, so that a total should stand for it."""
MOST_ROWS, MOST_FIGURES, MOST_CHARACTERS = 60, 100, 50_000
READINGS = {
    1: "one 8-bit value for each parameter",
    2: "one 16-bit value for each parameter, or two 8-bit ones",
    4: "two 16-bit values for each parameter, or one 32-bit one",
    8: "two 32-bit values for each parameter",
    12: "three 32-bit values for each parameter",
}

Finding = tuple[int, str, str, str]
"""Place, what was stated, what follows, state."""


@dataclass(frozen=True)
class Row:
    """One line of the table: `state` is "agrees", "differs" or "look"."""

    line: int
    stated: str
    follows: str
    state: str


def check_numbers(answer: str) -> list[Row]:
    """The figures of an answer, each with what follows from it, in the order of the answer.

    Lines are counted from the answer's first. What stands beyond 50,000 characters is not looked at.
    """
    text = plain_text(answer[:MOST_CHARACTERS])
    figures = _distinct([*find_figures(text), *column_figures(text)])
    amounts = [each for each in figures if each.kind is Kind.BYTES and _is_amount(each)]
    each_parameter = [each for each in figures if each.kind is Kind.PER_PARAMETER]
    found: list[Finding] = [_of_amount(each, each_parameter) for each in amounts]
    for figure in each_parameter:
        found += _of_bytes_per_parameter(figure, amounts)
    for figure in figures:
        if figure.kind in {Kind.NODES, Kind.GPUS} and figure.value > 1:
            found += _of_nodes(figure, amounts)
    for equation in find_equations(text):
        found.append((equation.start, equation.text, equation.verdict, _state(equation.agrees)))
    for total in table_sums(text):
        found.append((total.start, total.text, total.worked_out, _state(_close(total.real, total.stated))))
    rows = (
        Row(text.count("\n", 0, start) + 1, shortened(stated, 70), follows, state)
        for start, stated, follows, state in sorted(found)[: 2 * MOST_ROWS]
    )
    return list(dict.fromkeys(rows))[:MOST_ROWS]


def _state(agrees: bool) -> str:
    return "agrees" if agrees else "differs"


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    first: dict[tuple[Kind, float], Figure] = {}
    for figure in sorted(figures, key=lambda each: each.start):
        first.setdefault((figure.kind, figure.value), figure)
    return list(first.values())[:MOST_FIGURES]


def _is_amount(figure: Figure) -> bool:
    return figure.value >= LEAST_AMOUNT and not _close(figure.value, NODE_BYTES) and figure.mantissa != 1128


def _close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=TOLERANCE)


def _needed(amount: float) -> int:
    return math.ceil(amount / NODE_BYTES - 1e-9)


def _of_amount(figure: Figure, each_parameter: list[Figure]) -> Finding:
    implied = figure.value / PARAMETERS
    if any(_close(each.value, implied) for each in each_parameter):
        reading, state = ", as stated", "agrees"
    else:
        known = next((reading for size, reading in READINGS.items() if _close(size, implied)), "")
        reading, state = (f": {known}", "agrees") if known else (", which are not stated", "look")
    nodes = f"needs {_needed(figure.value)} nodes ({figure.value / NODE_BYTES:.2f})"
    return figure.start, figure.text, f"is {implied:.3g} bytes per parameter{reading}; {nodes}", state


def _of_bytes_per_parameter(figure: Figure, amounts: list[Figure]) -> Iterator[Finding]:
    total = figure.value * PARAMETERS
    follows = f"× 1.8 trillion = {total / GB:,.0f} GB"
    same = next((each for each in amounts if _close(each.value, total)), None)
    if same:
        yield figure.start, figure.text, f"{follows}, stated as {same.text}", "agrees"
    elif figure.value >= LEAST_TOTAL:
        yield figure.start, figure.text, f"{follows}, which is not stated", "look"


def _of_nodes(figure: Figure, amounts: list[Figure]) -> Iterator[Finding]:
    count = figure.value if figure.kind is Kind.NODES else figure.value / GPUS_PER_NODE
    said = figure.text if figure.kind is Kind.NODES else f"{figure.text} ({count:g} nodes of 8)"
    if not amounts:
        yield figure.start, said, "no amount of memory is stated that it could follow from", "look"
        return
    for amount in amounts:
        exact, needed = amount.value / NODE_BYTES, _needed(amount.value)
        if count == needed:
            yield figure.start, said, f"follows from {amount.text}: {exact:.2f} rounded up", "agrees"
            return
        if _close(count, exact) and not count.is_integer():
            follows = f"follows from {amount.text}, not yet rounded up to {needed}"
            yield figure.start, said, follows, "look"
            return
    for amount in amounts:
        exact, needed = amount.value / NODE_BYTES, _needed(amount.value)
        if count == math.floor(exact):
            follows = f"{amount.text} is {exact:.2f} nodes: rounded down, it needs {needed}"
            yield figure.start, said, follows, "differs"
            return
        if "i" in amount.text and count == math.ceil(amount.mantissa / 1128):
            follows = f"{amount.text} over 1,128 GiB; the node has GB, so it needs {needed}"
            yield figure.start, said, follows, "differs"
            return
    largest = max(amounts, key=lambda each: each.value)
    needed = _needed(largest.value)
    if figure.kind is Kind.NODES or count > needed:
        follows = f"follows from no stated amount; the largest, {largest.text}, needs {needed}"
        yield figure.start, said, follows, "look" if count > needed else "differs"
