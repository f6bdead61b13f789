"""Read the memory tables that an answer holds in Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.marking.numbers.figures import Figure, Kind, find_figures

PER_PARAMETER = re.compile(r"(?:bytes?|\bB)\s?(?:/|per|for each)\s?(?:param|weight)", re.IGNORECASE)
MEMORY = re.compile(r"\b[TG]i?B\b")
CELL = re.compile(r"[~≈=]?\s?(\d{1,3}(?:[, ]\d{3}){1,4}|\d{1,9}(?:\.\d{1,4})?)(?:\s?[BTG]i?B?)?")
SUM_ROW = re.compile(r"\b(?:total|sum|all|together)\b", re.IGNORECASE)


@dataclass(frozen=True)
class TableSum:
    """The total row of a column, and the sum of the rows above it."""

    start: int
    label: str
    stated: float
    worked_out: str
    real: float


@dataclass(frozen=True)
class _Cell:
    label: str
    header: str
    value: float
    start: int


def column_figures(text: str) -> Iterator[Figure]:
    """Yield the cells of columns such as "bytes per parameter" and "GB", with the unit of the header."""
    for cell in _cells(text, PER_PARAMETER):
        said = f"{cell.value:g} bytes per parameter"
        yield Figure(Kind.PER_PARAMETER, cell.value, cell.value, said, cell.start, cell.start)
    for cell in _cells(text, MEMORY):
        figure = find_figures(f"{cell.value:.10g} {cell.header}")[0]
        yield Figure(figure.kind, figure.value, figure.mantissa, figure.text, cell.start, cell.start)


def table_sums(text: str) -> Iterator[TableSum]:
    """Yield the totals of those columns."""
    for wanted in (PER_PARAMETER, MEMORY):
        above: list[float] = []
        for cell in _cells(text, wanted):
            if SUM_ROW.search(cell.label) and len(above) > 1:
                worked_out = " + ".join(f"{each:,g}" for each in above[:8]) + f" = {sum(above):,g}"
                yield TableSum(cell.start, cell.label, cell.value, worked_out, sum(above))
                above = []
            else:
                above.append(cell.value)


def _cells(text: str, wanted: re.Pattern[str]) -> Iterator[_Cell]:
    """Yield the numbers below a wanted header. Cells that hold more than a number are skipped."""
    column, header, start = -1, "", 0
    for line in text.splitlines(keepends=True):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            column = -1
        elif column < 0:
            for place, cell in enumerate(cells):
                if found := wanted.search(cell):
                    column, header = place, found[0]
        elif column < len(cells) and (number := CELL.fullmatch(cells[column])):
            yield _Cell(cells[0], header, float(number[1].replace(",", "").replace(" ", "")), start)
        start += len(line)
