"""Read the memory tables that an answer holds in Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, product

from autograder.marking.numbers.claims import names_one
from autograder.marking.numbers.digits import Marks
from autograder.marking.numbers.figures import Figure, Kind, find_figures

PER_PARAMETER = re.compile(
    r"(?:bytes?|\bB)\s?(?:/|per|for each)\s?(?:param|weight)|^bytes?(?: each)?$|^B$|^bytes?\b(?!.*total)",
    re.IGNORECASE,
)
HAS_UNIT = re.compile(r"byte|B$", re.IGNORECASE)
MEMORY = re.compile(r"(?<![^\W_])[TG]i?B\b|\b(?:tera|giga)bytes\b|\b(?:memory|size)\b", re.IGNORECASE)
CELL = re.compile(r"[~≈=]?\s?(?:ca\. ?|about )?(\d[\d.,' \u00a0\u202f]*\d|\d)\s?(?:[BTG]i?B?|[tg]b|bytes?)?")
TOTAL = re.compile(
    r"^\W*(?:total|totals|sum|all|together|in total|overall|grand total|Σ)\b|^Σ", re.IGNORECASE
)
NO_PART = re.compile(r"\b(?:nodes?|GPUs?|not counted|not included|sub-?total)\b", re.IGNORECASE)
TOLERANCE = 0.004


@dataclass(frozen=True)
class TableSum:
    """The total row of a column, and the sum of the rows above it."""

    start: int
    label: str
    stated: float
    worked_out: str
    agrees: bool
    is_sure: bool
    """Whether nothing else can be meant: each row above was read, and the row is no subtotal."""


@dataclass(frozen=True)
class _Cell:
    label: str
    header: str
    values: tuple[float, ...]
    """All readings of its digits, the likeliest first."""
    step: float
    start: int
    skipped: bool
    """Whether a row between it and the header could not be read."""

    @property
    def value(self) -> float:
        return self.values[0]


def column_figures(text: str, marks: Marks) -> Iterator[Figure]:
    """Yield the cells of columns such as "bytes per parameter" and "GB", with the unit of the header."""
    for cell in _cells(text, PER_PARAMETER, marks):
        said = f"{cell.value:g} bytes per parameter"
        yield Figure(Kind.PER_PARAMETER, cell.value, cell.value, said, cell.start, cell.start)
    for cell in _cells(text, MEMORY, marks):
        if not HAS_UNIT.search(cell.header):
            continue  # its cells have units of their own and are found in the text
        figure = find_figures(f"{cell.value:.10g} {cell.header}", marks=Marks.POINT)[0]
        others = tuple(each * figure.factor for each in cell.values[1:])
        yield Figure(
            figure.kind,
            figure.value,
            figure.mantissa,
            figure.text,
            cell.start,
            cell.start,
            others,
            usages=("",) * (1 + len(others)),
        )


def table_sums(text: str, marks: Marks, part_words: tuple[str, ...] = ()) -> Iterator[TableSum]:
    """Yield the totals of those columns.

    Args:
        text: The result of `plain_text`.
        marks: How commas and points are used.
        part_words: Words for parts of a total: a row "Adam, total" is no sum of all rows above it.
    """
    for wanted in (PER_PARAMETER, MEMORY):
        above: list[_Cell] = []
        for cell in _cells(text, wanted, marks):
            if above and cell.start and cell.header != above[0].header:
                above = []
            if TOTAL.search(cell.label) and len(above) > 1:
                yield _sum(cell, above, part_words)
                above = []
            else:
                above.append(cell)


def _sum(total: _Cell, above: list[_Cell], part_words: tuple[str, ...]) -> TableSum:
    counted = [cell for cell in above if not NO_PART.search(cell.label)] or above
    sums = set(accumulate(cell.value for cell in reversed(above)))
    for cells in (above, counted):
        choices = [cell.values for cell in cells[:8]]
        sums |= {sum(chosen) + sum(cell.value for cell in cells[8:]) for chosen in product(*choices)}
    step = max(total.step, *(cell.step for cell in above))
    agrees = any(
        abs(each - stated) <= max(1.001 * step if step < 1 else 0.0, TOLERANCE * stated)
        for each in sums
        for stated in total.values
    )
    real = sum(cell.value for cell in counted)
    worked_out = " + ".join(f"{cell.value:,g}" for cell in counted[:8]) + f" = {real:,g}"
    sure = not (total.skipped or names_one(total.label, part_words))
    return TableSum(total.start, total.label, total.value, worked_out, agrees, sure)


def _cells(text: str, wanted: re.Pattern[str], marks: Marks) -> Iterator[_Cell]:
    """Yield the numbers below a wanted header. Cells that hold more than a number are skipped."""
    column, header, start, skipped = -1, "", 0, False
    for line in text.splitlines(keepends=True):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            column = -1
        elif column < 0:
            for place, cell in enumerate(cells):
                if place and (found := wanted.search(cell)) and not CELL.fullmatch(cell):
                    column, header, skipped = place, found[0], False
        elif column < len(cells) and (number := CELL.fullmatch(cells[column])):
            (figure, *_) = find_figures(number[1], marks=marks)
            (amount, *_) = find_figures(cells[column], marks=marks)
            # Below a header without a unit, each cell has one of its own.
            unit = amount.factor / 1e9 if amount.kind is Kind.BYTES and not HAS_UNIT.search(header) else 1.0
            values = tuple(value * unit for value in (figure.value, *figure.others))
            yield _Cell(cells[0], header, values, figure.step * unit, start, skipped)
        elif column < len(cells) and re.search(r"\d", cells[column]):
            skipped = True
        start += len(line)
