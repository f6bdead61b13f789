"""Recognise a student's id after a spreadsheet program has changed it: lost zeros, dates, 1,00E+05."""

import re
import unicodedata
from collections.abc import Iterable

MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mrz": 3, "mär": 3, "apr": 4,
    "avr": 4, "abr": 4, "may": 5, "mai": 5, "mag": 5, "jun": 6, "jui": 6, "giu": 6, "jul": 7, "lug": 7,
    "aug": 8, "aoû": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "nov": 11,
    "dec": 12, "dez": 12, "déc": 12, "dic": 12,
}  # fmt: skip
SCIENTIFIC = re.compile(r"\d(?:[.,](\d+))?E[+-]?\d+", re.IGNORECASE)
WHOLE_NUMBER = re.compile(r"(\d+)(?:[.,]0+)?")
DATE = re.compile(r"[\d\s./-]*(?:[^\W\d_]{3,9}\.?[\d\s./-]*)?")
MAX_EXACT_DIGITS = 15
"""Spreadsheets keep this many digits of a number."""


class Ids:
    """The ids of a class, and how each one may come back.

    >>> ids = Ids(["0042", "3-4", "100000", "ada"])
    >>> [ids.match(cell) for cell in ("42", "04. Mrz", "1,00E+05", "Ada ", "7")]
    [['0042'], ['3-4'], ['100000'], ['ada'], []]
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = list(ids)
        self._exact = set(self._ids)

    def match(self, cell: str) -> list[str]:
        """Return the ids that a cell may stand for; one if it is sure."""
        if cell in self._exact:
            return [cell]
        for alike in (_plain_alike, _number_alike, _date_alike):
            if found := [each for each in self._ids if alike(cell, each)]:
                return found
        return []


def _plain_alike(cell: str, known: str) -> bool:
    return _plain(cell) == _plain(known)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _number_alike(cell: str, known: str) -> bool:
    if found := SCIENTIFIC.fullmatch(cell):
        value = _value(known)
        return value is not None and float(cell.replace(",", ".")) == float(
            f"{value:.{len(found[1] or '')}E}"
        )
    whole = WHOLE_NUMBER.fullmatch(cell)
    if whole is None:
        return False
    digits = whole[1].lstrip("0") or "0"
    wanted = known.lstrip("0") or "0"
    if known.isdecimal() and len(digits) == len(wanted) > MAX_EXACT_DIGITS:
        return digits[:MAX_EXACT_DIGITS] == wanted[:MAX_EXACT_DIGITS]
    return digits == wanted if known.isdecimal() else _value(known) == float(digits)


def _value(known: str) -> float | None:
    """Return the number for which a spreadsheet takes an id: `1e5` is one, too."""
    if not re.fullmatch(r"\d+(?:[.,]\d+)?(?:e[+-]?\d{1,3})?", known, re.IGNORECASE):
        return None
    value = float(known.replace(",", "."))
    return value if value < float("inf") else None


def _date_alike(cell: str, known: str) -> bool:
    found, wanted = _date_parts(cell), _date_parts(known)
    if found is None or wanted is None:
        return False
    # The program adds the year of today.
    without_one = [sorted([*found[:place], *found[place + 1 :]]) for place in range(len(found))]
    return found == wanted or (len(found) == len(wanted) + 1 and wanted in without_one)


def _date_parts(text: str) -> list[int] | None:
    """Return the numbers of a date, with its month as a number, in no order; None if it is no date."""
    if not DATE.fullmatch(text):
        return None
    numbers = [int(each) % 100 for each in re.findall(r"\d+", text)]
    if names := re.findall(r"[^\W\d_]{3,}", text):
        month = MONTHS.get(names[0][:3].casefold())
        if month is None:
            return None
        numbers.append(month)
    return sorted(numbers) if 2 <= len(numbers) <= 3 else None
