"""Compare an answer's numbers with each other and with the numbers that the question gives."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from autograder.marking.numbers.claims import FOLLOWS, follows_closely, is_claimed
from autograder.marking.numbers.digits import marks_of
from autograder.marking.numbers.equations import Equation, Result, find_equations
from autograder.marking.numbers.figures import Figure, Kind, find_figures
from autograder.marking.numbers.plain import plain_text
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
    """Return the numbers of an answer and the values that follow from each, in the order of the answer.

    Args:
        answer: The text; line 1 is its first. Text beyond 50,000 characters is ignored.
        given: The numbers that the question gives.
    """
    text = plain_text(answer[:MAX_CHARACTERS])
    # A writer of "3,6 TB" may copy the question's "7.5 billion" as it stands there.
    marks = marks_of(text, re.compile(rf"(?<![\w.,]){re.escape(given.parameters_text.split()[0])}(?!\d)"))
    all_figures = find_figures(text, given.words_between, marks)
    columns = list(column_figures(text, marks))
    check = _Check(text, given, all_figures, columns)
    equations = list(find_equations(text, given, all_figures))
    found = list(check.findings())
    found += [
        (equation.start, equation.text, _verdict(equation), check.state_of(equation))
        for equation in equations
    ]
    for total in table_sums(text, marks, given.part_words):
        said = tas.numbers.table_total(total.label, total.stated)
        state = _state(total.agrees)
        if state is RowState.DIFFERS and not total.is_sure:
            state = RowState.LOOK
        found.append((total.start, said, total.worked_out, state))
    rows = (
        Row(text.count("\n", 0, start) + 1, shortened(stated, 70), follows, state)
        for start, stated, follows, state in sorted(found)[: 2 * MAX_ROWS]
    )
    return list(dict.fromkeys(rows))[:MAX_ROWS]


def _state(agrees: bool) -> RowState:
    return RowState.AGREES if agrees else RowState.DIFFERS


def _verdict(equation: Equation) -> str:
    return {
        Result.AGREES: tas.numbers.SUM_AGREES,
        Result.DIGITS_AGREE: tas.numbers.digits_only(tas.numbers.SUM_AGREES),
        Result.ROUNDED_UP: tas.numbers.sum_rounded_up(equation.value),
        Result.ROUNDED_DOWN: tas.numbers.sum_rounded_down(equation.value),
        Result.DIFFERS: tas.numbers.sum_differs(equation.value),
    }[equation.result]


def _distinct(figures: Iterable[Figure], given: GivenNumbers) -> list[Figure]:
    """Return each quantity once. Of two readings of the same digits, one that can be meant is taken."""
    first: dict[tuple[Kind, float], Figure] = {}
    for figure in sorted(figures, key=lambda figure: figure.start):
        if figure.kind is Kind.BYTES and figure.value < given.min_amount and not _is_node(figure, given):
            larger = [each for each in figure.others if each >= given.min_amount]
            meant = replace(figure, value=larger[0]) if larger else figure
        else:
            meant = figure
        first.setdefault((meant.kind, meant.value), meant)
    return list(first.values())[:MAX_FIGURES]


def _is_node(figure: Figure, given: GivenNumbers) -> bool:
    exact = any(_close(each, given.node_bytes) for each in (figure.value, *figure.others))
    return exact or figure.mantissa == given.node_gigabytes


def _close(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=TOLERANCE)


class _Check:
    """The comparison of one answer's figures."""

    def __init__(
        self, text: str, given: GivenNumbers, everywhere: list[Figure], columns: list[Figure]
    ) -> None:
        self.text = text
        self.given = given
        figures = _distinct([*everywhere, *columns], given)
        self.amounts = [each for each in figures if each.kind is Kind.BYTES and self._is_amount(each)]
        self.per_parameter = [each for each in figures if each.kind is Kind.PER_PARAMETER]
        self.nodes = [each for each in figures if each.kind in {Kind.NODES, Kind.GPUS} and each.value > 1]
        self.everywhere = everywhere
        self.sums = set[float]()
        for each in (everywhere, columns):
            self.sums |= _sums_of_parts(
                [figure.value for figure in each if figure.kind is Kind.PER_PARAMETER]
            )

    def findings(self) -> Iterator[Finding]:
        for figure in self.amounts:
            yield self._of_amount(figure)
        for figure in self.per_parameter:
            yield from self._of_bytes_per_parameter(figure)
        for figure in self.nodes:
            yield from self._of_nodes(figure)
        yield from self._products()

    def state_of(self, equation: Equation) -> RowState:
        """Return an equation's state; a number that is rounded up later on is only to be looked at."""
        enough = equation.stated.value + 1
        kinds = (
            {equation.stated.kind, Kind.NODES}
            if equation.stated.kind is Kind.PLAIN
            else {equation.stated.kind}
        )
        if equation.result is Result.ROUNDED_DOWN and any(
            each.kind in kinds and each.value == enough for each in self.nodes
        ):
            return RowState.LOOK
        return _state(equation.agrees)

    def _is_amount(self, figure: Figure) -> bool:
        """Whether a figure is memory for training, and not the given memory of one node."""
        return figure.value >= self.given.min_amount and not _is_node(figure, self.given)

    def _needed(self, amount: float) -> int:
        return math.ceil(amount / self.given.node_bytes - 1e-9)

    def _of_amount(self, figure: Figure) -> Finding:
        implied = figure.value / self.given.parameters
        reading: str | None = ""
        if not any(_close(each, implied) for each in self.sums):
            known = (each.text for each in self.given.readings if _close(each.bytes, implied))
            reading = next(known, None)
        needed, exact = self._needed(figure.value), figure.value / self.given.node_bytes
        follows = tas.numbers.amount_follows(implied, reading, needed, exact)
        return figure.start, figure.text, follows, RowState.LOOK if reading is None else RowState.AGREES

    def _of_bytes_per_parameter(self, figure: Figure) -> Iterator[Finding]:
        total = figure.value * self.given.parameters
        same = next((each.text for each in self.amounts if _close(each.value, total)), "")
        follows = tas.numbers.total_follows(self.given.parameters_text, total / GB, same)
        if same:
            yield figure.start, figure.text, follows, RowState.AGREES
        elif figure.value >= self.given.min_total:
            yield figure.start, figure.text, follows, RowState.LOOK

    def _products(self) -> Iterator[Finding]:
        """Check "16 bytes per parameter, so 28.8 TB": a total that is said to follow at once."""
        for figure, total in pairwise(self.everywhere):
            between = self.text[figure.end : total.start]
            before = self.text[max(figure.start - 30, 0) : figure.start]
            follows = figure.says_per and figure.kind is Kind.PER_PARAMETER and total.kind is Kind.BYTES
            if not follows or not FOLLOWS.fullmatch(between) or re.search(r"\d|\beach\b", before):
                continue
            product = figure.value * self.given.parameters
            ratios = [each / product for each in (total.value, *total.others)]
            # "4 bytes per parameter, so 14.4 TB" is right for two values of 4 bytes.
            if figure.value >= self.given.min_total and not any(
                _close(each, max(round(each), 1)) for each in ratios
            ):
                said = " ".join(self.text[figure.start : total.end].split())
                yield (
                    figure.start,
                    said,
                    tas.numbers.total_follows(self.given.parameters_text, product / GB, ""),
                    RowState.DIFFERS,
                )

    def _of_nodes(self, figure: Figure) -> Iterator[Finding]:
        given = self.given
        if figure.kind is Kind.NODES:
            count, said = figure.value, figure.text
        else:
            count = figure.value / given.gpus_per_node
            said = tas.numbers.gpus_as_nodes(figure.text, count, given.gpus_per_node)
        amounts = [*self.amounts, *self._unstated_amounts()]
        if not amounts:
            yield figure.start, said, tas.numbers.NO_AMOUNT, RowState.LOOK
            return
        for amount in amounts:
            exact, needed = amount.value / given.node_bytes, self._needed(amount.value)
            if count == needed or (
                figure.value == math.ceil(exact * given.gpus_per_node) and figure.kind is Kind.GPUS
            ):
                yield figure.start, said, tas.numbers.nodes_rounded_up(amount.text, exact), RowState.AGREES
                return
            if _close(count, exact) and not count.is_integer():
                yield figure.start, said, tas.numbers.nodes_not_rounded(amount.text, needed), RowState.LOOK
                return
        wrong = RowState.DIFFERS if self._is_result(figure) else RowState.LOOK
        for amount in self.amounts:
            exact, needed = amount.value / given.node_bytes, self._needed(amount.value)
            if count == math.floor(exact):
                yield figure.start, said, tas.numbers.rounded_down_count(amount.text, exact, needed), wrong
                return
            if "i" in amount.text and count == math.ceil(amount.mantissa / given.node_gigabytes):
                yield (
                    figure.start,
                    said,
                    tas.numbers.nodes_of_gib(amount.text, given.node_gigabytes, needed),
                    wrong,
                )
                return
        largest = max(amounts, key=lambda amount: amount.value)
        needed = self._needed(largest.value)
        if figure.kind is Kind.NODES or count > needed:
            close = count < needed and follows_closely(self.text, largest, figure, self.given)
            follows = tas.numbers.nodes_unexplained(largest.text, needed)
            yield figure.start, said, follows, wrong if close else RowState.LOOK

    def _unstated_amounts(self) -> list[Figure]:
        """Return the totals of stated bytes per parameter: a writer may skip the multiplication."""
        sizes = {size for size in self.sums if size >= self.given.min_total / 2}
        totals = ((size, size * self.given.parameters) for size in sorted(sizes, reverse=True))
        return [
            Figure(Kind.BYTES, total, total / GB, tas.numbers.unstated_total(size, total / GB), 0, 0)
            for size, total in totals
        ]

    def _is_result(self, figure: Figure) -> bool:
        """Whether the answer claims this number of nodes, and no number that is right."""
        needed = {
            self._needed(amount.value) for amount in self.amounts if amount.value > 2 * self.given.node_bytes
        }
        counts = {each.value for each in self.nodes if each.kind is Kind.NODES}
        largest = max((amount.value for amount in self.amounts), default=0.0)
        if self._needed(largest) in counts or (len(needed) == 1 and needed & counts):
            return False
        return is_claimed(self.text, figure)


def _sums_of_parts(sizes: list[float]) -> set[float]:
    """Return the sums of the stated bytes per parameter, each alone and in runs of parts."""
    sizes = sizes[:20]
    runs = {
        sum(sizes[first:last]) for first in range(len(sizes)) for last in range(first + 1, len(sizes) + 1)
    }
    return {size for size in (*sizes, *runs) if size > 0}
