"""Find the figures in an answer: 1.5TB, 3,600 GB, 7 × 10^9, 16 bytes per parameter, 12 nodes."""

import re
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from functools import cache

from autograder.marking.numbers.digits import Marks, marks_of, read_digits, step_of

SPACES = " '\u2019\u00a0\u2009\u202f"
NUMBER = (
    r"(?<![\w.^])(?<![A-Za-z]-)(?:10\s?\^\s?(?P<ten>-?\d{1,2})\b|(?P<digits>"
    rf"\d{{1,3}}(?P<separator>[,.{SPACES}])\d{{3}}(?:(?P=separator)\d{{3}}){{0,7}}(?!\d)(?:[.,]\d{{1,15}}(?!\d))?"
    r"|\d{1,15}[.,]\d{1,15}(?!\d)(?!,\d)"
    r"|\d{1,15})"
    r"(?:[eE](?P<e>[+-]?\d{1,2})\b|\s?[×x*·]\s?10\s?\^\s?(?P<power>-?\d{1,2})\b)?"
    r")"
)
WORDS_BETWEEN = (
    *("such", "full", "whole", "separate", "physical", "more", "of these", "of those", "of them"),
    *("GPU", "big", "complete", "identical", "of the", "of our", "compute"),
)
UNIT = (
    r"(?P<percent>\s?(?:%|percent\b|per cent\b))?"
    r"(?:[\s-]{0,2}(?P<magnitude>(?:trillion|billion|million|thousand|bn|tn|mio|k|mn)s?)(?![\w]))?"
    r"(?:[\s-]{0,2}(?:(?:BETWEEN)\s){0,3}(?P<unit>[PTGMk]i?B|[ptgmk]i?b(?!it)|KB|[PTGM](?:\s|-)?bytes?"
    r"|(?:peta|tera|giga|mega|kilo|tebi|gibi|mebi)[ -]?bytes?|[PTGMk]i?Bs|bytes?|bits?|B|b|T"
    r"|nodes?|machines?|servers?|instances?|boxes|GPUs?|H200s?|accelerators?|cards?|param(?:eter)?s?)"
    r"(?![\w^]))?"
    r"(?P<plus>\s?param(?:eter)?s?\b)?"
    r"(?P<per>\s?(?:/|per|for each|for every|for one|each|every|a)\s?(?:single )?(?:model )?"
    r"(?:param(?:eter)?|weight)s?\b)?"
    r"(?P<each>\s?(?:/|per|in each|on each|for each)\s?(?:single )?"
    r"(?:node|machine|server|instance|GPU|device|card)s?\b)?"
)
"""BETWEEN stands for the words that may stand between a number and its unit."""

MAGNITUDES = {
    **{"trillion": 1e12, "tn": 1e12, "billion": 1e9, "bn": 1e9, "million": 1e6, "mio": 1e6, "mn": 1e6},
    **{"thousand": 1e3, "k": 1e3},
}
PREFIXES = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
NODE_WORDS = {"node", "machine", "server", "instance", "boxe"}
GPU_WORDS = {"gpu", "h200", "accelerator", "card"}
MAX_BYTES_PER_PARAMETER = 64
"""A bare "16 B" up to here is the memory of one parameter; a larger one, such as "70 B", is billions."""


class Kind(Enum):
    """The quantity that a figure counts."""

    PLAIN = "number"
    BYTES = "bytes"
    PER_PARAMETER = "bytes per parameter"
    PARAMETERS = "parameters"
    NODES = "nodes"
    GPUS = "GPUs"


@dataclass(frozen=True)
class Figure:
    """A number with its unit, as written in the answer."""

    kind: Kind
    value: float
    """In whole units: bytes, parameters, nodes."""
    mantissa: float
    """The number before its unit: 1.5 of 1.5 TB."""
    text: str
    start: int
    end: int
    others: tuple[float, ...] = ()
    """Other values that the same digits have if its comma or point is read the other way."""
    _: KW_ONLY
    step: float = 0.0
    """What one more in the last digit is worth, in whole units."""
    percent: bool = False
    usages: tuple[str, ...] = ("",)
    """How each value uses commas and points, as in `read_digits`."""
    says_per: bool = False
    """Whether "per parameter" stands beside the number."""

    @property
    def factor(self) -> float:
        """Whole units in one of the written unit."""
        return self.value / self.mantissa if self.mantissa else 1.0

    @property
    def is_bare(self) -> bool:
        """Whether neither a unit nor a magnitude is written."""
        return self.kind is Kind.PLAIN and self.value == self.mantissa and not self.percent


def find_figures(text: str, words_between: tuple[str, ...] = (), marks: Marks | None = None) -> list[Figure]:
    """Return all figures of a plain text, in order.

    Args:
        text: The result of `plain_text`.
        words_between: Words that may stand between a number and its unit, beside WORDS_BETWEEN.
        marks: How commas and points are used; by default, as the text shows.

    >>> found = find_figures("3,600 GB, 16 B/param, 12 big nodes", ("big",))
    >>> [(figure.kind.value, figure.value) for figure in found]
    [('bytes', 3600000000000.0), ('bytes per parameter', 16.0), ('nodes', 12.0)]
    """
    marks = marks or marks_of(text)
    return [_figure(match, marks) for match in _pattern(words_between).finditer(text)]


@cache
def _pattern(words_between: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, (*WORDS_BETWEEN, *words_between)))
    return re.compile(NUMBER + UNIT.replace("BETWEEN", words))


def _figure(match: re.Match[str], marks: Marks) -> Figure:
    mantissas: tuple[float, ...]
    usages: tuple[str, ...]
    if match["digits"]:
        mantissas, usages = zip(*read_digits(match["digits"], marks), strict=True)
        scale = 10.0 ** int(match["e"] or match["power"] or 0)
        step = step_of(match["digits"], mantissas[0])
    else:
        usages = ("",)
        mantissas, scale, step = (10.0,), 10.0 ** (int(match["ten"]) - 1), 0.0
    scale *= MAGNITUDES.get((match["magnitude"] or "").removesuffix("s"), 1)
    kind, factor = _kind(match, mantissas[0] * scale)
    percent = bool(match["percent"])
    scale *= factor / (100 if percent else 1)
    text = " ".join(match[0].split())
    end = match.start() + len(match[0].rstrip())
    values = [each * scale for each in mantissas]
    mantissa = values[0] if percent else mantissas[0]
    return Figure(
        kind,
        values[0],
        mantissa,
        text,
        match.start(),
        end,
        tuple(values[1:]),
        step=step * scale,
        percent=percent,
        usages=usages,
        says_per=bool(match["per"]),
    )


def _kind(match: re.Match[str], value: float) -> tuple[Kind, float]:
    unit = re.sub(r"[\s-]", "", match["unit"] or "").rstrip("s")
    small = unit.lower()
    if small in NODE_WORDS:
        return Kind.NODES, 1
    if small in GPU_WORDS:
        return Kind.GPUS, 1
    if small.startswith("param") or (match["plus"] and unit in {"T", "B", "b", ""}):
        return Kind.PARAMETERS, {"T": 1e12, "B": 1e9, "b": 1e9}.get(unit, 1)
    if small == "bit":
        return Kind.PER_PARAMETER, 1 / 8
    if small in {"byte", "b"}:
        if match["per"] or value <= MAX_BYTES_PER_PARAMETER:
            return Kind.PER_PARAMETER, 1
        return (Kind.PLAIN, 1e9) if small == "b" and value < 1e6 else (Kind.BYTES, 1)
    if unit == "T":
        return Kind.PLAIN, 1e12
    if unit:
        base = 1024.0 if (small[1] == "i" and small.endswith("b")) or "bi" in small[:4] else 1000.0
        return Kind.BYTES, base ** PREFIXES[small[0]]
    return Kind.PLAIN, 1
