"""Read digits with commas and points: 28,800 and 28.800 may be the same number, or differ by a thousand."""

import re
from collections.abc import Iterable
from enum import Enum


class Marks(Enum):
    """How a text uses commas and points inside numbers."""

    POINT = "3,600.5"
    COMMA = "3.600,5"
    EITHER = "both ways, or no telling"


# Such numbers can be read in one way only.
DECIMAL_POINT = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+\.\d|\d+\.(?:\d{1,2}|\d{4,})(?![\d.,]\d|\d)|\d{1,3}(?:,\d{3}){2,}(?!\d))"
)
DECIMAL_COMMA = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+,\d|\d+,(?:\d{1,2}|\d{4,})(?![\d.,]\d|\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d))"
)
CONTRADICTIONS = ({",d", ",t"}, {".d", ".t"}, {",d", ".d"}, {",t", ".t"})
ONE_MARK = re.compile(r"(\d{1,3})([.,])(\d{3})")


def marks_of(text: str, copied: re.Pattern[str] | None = None) -> Marks:
    """Return how a text uses its marks.

    Args:
        text: The text of an answer.
        copied: Numbers that a writer copies from the question; they tell nothing about the writer.
    """
    if copied is not None:
        text = copied.sub(" ", text)
    point, comma = bool(DECIMAL_POINT.search(text)), bool(DECIMAL_COMMA.search(text))
    if point == comma:
        return Marks.EITHER
    return Marks.POINT if point else Marks.COMMA


def read_digits(digits: str, marks: Marks) -> tuple[tuple[float, str], ...]:
    """Return the number that is most likely meant, and others that the digits may mean.

    Each comes with how it uses its marks: ",t" for a comma between thousands, ".d" for a decimal point.

    >>> read_digits("28,800", Marks.EITHER), read_digits("28,8", Marks.POINT)
    (((28800.0, ',t'),), ((28.8, ',d'),))
    """
    digits = re.sub(r"[^\d.,]", "", digits)
    match = ONE_MARK.fullmatch(digits)
    if match is None or match[1].startswith("0"):
        return (_unambiguous(digits),)
    mark = match[2]
    whole, decimal = (float(match[1] + match[3]), f"{mark}t"), (float(f"{match[1]}.{match[3]}"), f"{mark}d")
    is_decimal = mark == ("," if marks is Marks.COMMA else ".")
    first, second = (decimal, whole) if is_decimal else (whole, decimal)
    # Zeros at the end tell a thousand: nobody writes "28.800" for 28.8.
    if match[3].endswith("00"):
        return (
            (decimal, whole) if is_decimal and marks is Marks.POINT else (whole, decimal)[: 1 + (mark == ".")]
        )
    return (first,) if marks is Marks.POINT else (first, second)


def fit_together(usages: Iterable[str]) -> bool:
    """Whether one writer can use the marks of several numbers in these ways."""
    used = {usage[place : place + 2] for usage in usages for place in range(0, len(usage), 2)}
    return not any(pair <= used for pair in CONTRADICTIONS)


def step_of(digits: str, value: float) -> float:
    """Return what one more in the last written digit is worth; zeros at the end are rounded.

    >>> step_of("25.53", 25.53), step_of("14,400", 14400.0), step_of("30", 30.0)
    (0.01, 100.0, 1.0)
    """
    if not value.is_integer():
        return 10.0 ** -len(re.split("[.,]", digits)[-1])
    text = f"{value:.0f}"
    zeros = len(text) - len(text.rstrip("0"))
    return float(10 ** min(zeros, max(len(text) - 2, 0)))


def _unambiguous(digits: str) -> tuple[float, str]:
    marks = re.findall("[.,]", digits)
    if not marks:
        return float(digits), ""
    last = marks[-1]
    # A mark that comes twice, and nothing after it, separates thousands.
    if marks.count(last) > 1:
        return float(re.sub("[.,]", "", digits)), f"{last}t"
    whole, _, rest = digits.rpartition(last)
    usage = f"{last}d" + (f"{marks[0]}t" if len(marks) > 1 else "")
    return float(re.sub("[.,]", "", whole) + "." + rest), usage
