"""Compare an answer's numbers with each other and with the numbers that the question gives."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from autograder.marking.numbers.equations import Equation, Result, find_equations
from autograder.marking.numbers.figures import Figure, Kind, find_figures, plain_text
from autograder.marking.numbers.tables import column_figures, table_sums
from autograder.messages import tas
from autograder.rubrics.characters import shortened
from autograder.rubrics.model import GivenNumbers

GB = 1e9
TOLERANCE = 0.01
MAX_ROWS, MAX_FIGURES, MAX_CHARACTERS = 60, 100, 50_000


class RowState(StrEnum):
    """Result of comparing one number."""

    AGREES = "agrees"
    DIFFERS = "differs"
    LOOK = "look"
    """A person should look: the answer does not say where the number comes from."""


Finding = tuple[int, str, str, RowState]
"""Start, number as stated, text on what follows from it, state."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    line: int
    stated: str
    follows: str
    state: RowState


def check_numbers(answer: str, given: GivenNumbers) -> list[Row]:
    """Return the numbers of an answer with what follows from each, in the order of the answer.

    Args:
        answer: The text; line 1 is its first. Text beyond 50,000 characters is ignored.
        given: The numbers that the question gives.
    """
    text = plain_text(answer[:MAX_CHARACTERS])
    figures = _distinct([*find_figures(text, given.words_between), *column_figures(text)])
    found = list(_Check(given, figures).findings())
    found += [
        (equation.start, equation.text, _verdict(equation), _state(equation.agrees))
        for equation in find_equations(text, given)
    ]
    for total in table_sums(text):
        said = tas.table_total(total.label, total.stated)
        found.append((total.start, said, total.worked_out, _state(_close(total.real, total.stated))))
    rows = (
        Row(text.count("\n", 0, start) + 1, shortened(stated, 70), follows, state)
        for start, stated, follows, state in sorted(found)[: 2 * MAX_ROWS]
    )
    return list(dict.fromkeys(rows))[:MAX_ROWS]


def _state(agrees: bool) -> RowState:
    return RowState.AGREES if agrees else RowState.DIFFERS


def _verdict(equation: Equation) -> str:
    words = {
        Result.AGREES: tas.SUM_AGREES,
        Result.ROUNDED_UP: tas.sum_rounded_up(equation.value),
        Result.ROUNDED_DOWN: tas.sum_rounded_down(equation.value),
        Result.DIFFERS: tas.sum_differs(equation.value),
    }[equation.result]
    return tas.digits_only(words) if equation.digits_only else words


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    first: dict[tuple[Kind, float], Figure] = {}
    for figure in sorted(figures, key=lambda figure: figure.start):
        first.setdefault((figure.kind, figure.value), figure)
    return list(first.values())[:MAX_FIGURES]


def _close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=TOLERANCE)


class _Check:
    """The comparison of one answer's figures."""

    def __init__(self, given: GivenNumbers, figures: list[Figure]) -> None:
        self.given = given
        self.amounts = [each for each in figures if each.kind is Kind.BYTES and self._is_amount(each)]
        self.per_parameter = [each for each in figures if each.kind is Kind.PER_PARAMETER]
        self.nodes = [each for each in figures if each.kind in {Kind.NODES, Kind.GPUS} and each.value > 1]

    def findings(self) -> Iterator[Finding]:
        for figure in self.amounts:
            yield self._of_amount(figure)
        for figure in self.per_parameter:
            yield from self._of_bytes_per_parameter(figure)
        for figure in self.nodes:
            yield from self._of_nodes(figure)

    def _is_amount(self, figure: Figure) -> bool:
        """Whether a figure is memory for training, and not the given memory of one node."""
        is_node = _close(figure.value, self.given.node_bytes) or figure.mantissa == self.given.node_gigabytes
        return figure.value >= self.given.min_amount and not is_node

    def _needed(self, amount: float) -> int:
        return math.ceil(amount / self.given.node_bytes - 1e-9)

    def _of_amount(self, figure: Figure) -> Finding:
        implied = figure.value / self.given.parameters
        reading: str | None = ""
        if not any(_close(each.value, implied) for each in self.per_parameter):
            known = (each.text for each in self.given.readings if _close(each.bytes, implied))
            reading = next(known, None)
        needed, exact = self._needed(figure.value), figure.value / self.given.node_bytes
        follows = tas.amount_follows(implied, reading, needed, exact)
        return figure.start, figure.text, follows, RowState.LOOK if reading is None else RowState.AGREES

    def _of_bytes_per_parameter(self, figure: Figure) -> Iterator[Finding]:
        total = figure.value * self.given.parameters
        same = next((each.text for each in self.amounts if _close(each.value, total)), "")
        follows = tas.total_follows(self.given.parameters_text, total / GB, same)
        if same:
            yield figure.start, figure.text, follows, RowState.AGREES
        elif figure.value >= self.given.min_total:
            yield figure.start, figure.text, follows, RowState.LOOK

    def _of_nodes(self, figure: Figure) -> Iterator[Finding]:
        given = self.given
        if figure.kind is Kind.NODES:
            count, said = figure.value, figure.text
        else:
            count = figure.value / given.gpus_per_node
            said = tas.gpus_as_nodes(figure.text, count, given.gpus_per_node)
        if not self.amounts:
            yield figure.start, said, tas.NO_AMOUNT, RowState.LOOK
            return
        for amount in self.amounts:
            exact, needed = amount.value / given.node_bytes, self._needed(amount.value)
            if count == needed:
                yield figure.start, said, tas.nodes_rounded_up(amount.text, exact), RowState.AGREES
                return
            if _close(count, exact) and not count.is_integer():
                yield figure.start, said, tas.nodes_not_rounded(amount.text, needed), RowState.LOOK
                return
        for amount in self.amounts:
            exact, needed = amount.value / given.node_bytes, self._needed(amount.value)
            if count == math.floor(exact):
                follows = tas.rounded_down_count(amount.text, exact, needed)
                yield figure.start, said, follows, RowState.DIFFERS
                return
            if "i" in amount.text and count == math.ceil(amount.mantissa / given.node_gigabytes):
                follows = tas.nodes_of_gib(amount.text, given.node_gigabytes, needed)
                yield figure.start, said, follows, RowState.DIFFERS
                return
        largest = max(self.amounts, key=lambda amount: amount.value)
        needed = self._needed(largest.value)
        if figure.kind is Kind.NODES or count > needed:
            state = RowState.LOOK if count > needed else RowState.DIFFERS
            yield figure.start, said, tas.nodes_unexplained(largest.text, needed), state
