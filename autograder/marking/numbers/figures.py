"""Find the figures in an answer: 1.5TB, 3,600 GB, 7 × 10^9, 16 bytes per parameter, 12 nodes."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from autograder.rubrics.characters import without_invisible

LATEX = (
    (re.compile(r"\\(?:text|mathrm|mathbf|mathit)\s?\{([^{}]{0,60})\}"), r"\1"),
    (re.compile(r"\\d?frac\s?\{([^{}]{0,60})\}\s?\{([^{}]{0,60})\}"), r"(\1) / (\2)"),
    (re.compile(r"\\(?:times|cdot|ast)\b ?"), "×"),
    (re.compile(r"\\(?:approx|simeq|sim)\b ?"), "≈"),
    (re.compile(r"\\div\b"), "/"),
    (re.compile(r"\\l?ceil\b|\\[lr]ceil\b|\\left|\\right|\\[,;:! ]|[$`]"), " "),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\^\{(\d{1,3})\}"), r"^\1"),
    (re.compile(r"\b10\*\*(?=\d)"), "10^"),
    (re.compile(r"\*\*|__"), " "),
)
POWER_OF_TWO = re.compile(r"(?<![\w.^])2\s?\^\s?(\d{2})\b")
PERCENT = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{1,6})?)\s?%")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

SPACES = " '\u00a0\u2009\u202f"
NUMBER = (
    r"(?<![\w.^])(?P<digits>"
    rf"\d{{1,3}}(?:[,{SPACES}]\d{{3}}){{1,8}}(?!\d)(?:\.\d{{1,15}})?"
    r"|\d{1,15},\d{1,2}(?![\d,])"
    r"|\d{1,15}(?:\.\d{1,15})?)"
    r"(?:[eE](?P<e>[+-]?\d{1,2})\b|\s?[×x*·]\s?10\s?\^\s?(?P<power>\d{1,2})\b)?"
)
WORDS_BETWEEN = ("such", "full", "whole", "separate", "physical", "of these", "of those", "of them")
UNIT = (
    r"(?:[\s-]{0,2}(?P<magnitude>trillion|billion|million|thousand|bn|tn)\b)?"
    r"(?:[\s-]{0,2}(?:(?:BETWEEN)\s){0,2}(?P<unit>[PTGMk]i?B|KB|(?:peta|tera|giga|mega)bytes?|bytes?|B|T"
    r"|nodes?|machines?|servers?|instances?|GPUs?|param(?:eter)?s?)\b)?"
    r"(?P<plus>\s?param(?:eter)?s?\b)?"
    r"(?P<per>\s?(?:/|per|for each|for every|for one|each|a)\s?(?:model )?(?:param(?:eter)?|weight)s?\b)?"
)
"""BETWEEN stands for the words that may stand between a number and its unit."""

MAGNITUDES = {"trillion": 1e12, "tn": 1e12, "billion": 1e9, "bn": 1e9, "million": 1e6, "thousand": 1e3}
PREFIXES = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
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


def plain_text(text: str) -> str:
    """Remove LaTeX and emphasis around numbers, and keep the lines."""
    text = without_invisible(text)
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}", lambda match: "^" + match[0].translate(SUPERSCRIPTS), text)
    for pattern, replacement in LATEX:
        text = pattern.sub(replacement, text)
    text = POWER_OF_TWO.sub(lambda match: str(2 ** int(match[1])), text)
    return PERCENT.sub(lambda match: f"{float(match[1]) / 100:g}", text)


def find_figures(text: str, words_between: tuple[str, ...] = ()) -> list[Figure]:
    """Return all figures of a plain text, in order.

    Args:
        text: The result of `plain_text`.
        words_between: Words that may stand between a number and its unit, beside WORDS_BETWEEN.

    >>> found = find_figures("3,600 GB, 16 B/param, 12 big nodes", ("big",))
    >>> [(figure.kind.value, figure.value) for figure in found]
    [('bytes', 3600000000000.0), ('bytes per parameter', 16.0), ('nodes', 12.0)]
    """
    return [_figure(match) for match in _pattern(words_between).finditer(text)]


@cache
def _pattern(words_between: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, (*WORDS_BETWEEN, *words_between)))
    return re.compile(NUMBER + UNIT.replace("BETWEEN", words))


def _figure(match: re.Match[str]) -> Figure:
    mantissa = _number(match["digits"])
    value = mantissa * 10.0 ** int(match["e"] or match["power"] or 0)
    value *= MAGNITUDES.get(match["magnitude"] or "", 1)
    kind, factor = _kind(match, value)
    text = " ".join(match[0].split())
    return Figure(kind, value * factor, mantissa, text, match.start(), match.start() + len(match[0].rstrip()))


def _number(digits: str) -> float:
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[^\d.]", "", digits))


def _kind(match: re.Match[str], value: float) -> tuple[Kind, float]:
    unit = (match["unit"] or "").rstrip("s")
    small = unit.lower()
    if small in {"node", "machine", "server", "instance"}:
        return Kind.NODES, 1
    if unit == "GPU":
        return Kind.GPUS, 1
    if small.startswith("param") or (match["plus"] and unit in {"T", "B", ""}):
        return Kind.PARAMETERS, {"T": 1e12, "B": 1e9}.get(unit, 1)
    if small in {"byte", "b"}:
        if match["per"] or value <= MAX_BYTES_PER_PARAMETER:
            return Kind.PER_PARAMETER, 1
        return (Kind.PLAIN, 1e9) if unit == "B" else (Kind.BYTES, 1)
    if unit == "T":
        return Kind.PLAIN, 1e12
    if unit:
        base = 1024.0 if "i" in unit[1:2] and unit.endswith("B") else 1000.0
        return Kind.BYTES, base ** PREFIXES[small[0]]
    return Kind.PLAIN, 1
