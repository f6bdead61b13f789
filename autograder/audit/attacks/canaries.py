"""Canaries: random texts in the places of secrets. One that shows up elsewhere tells which secret leaked."""

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

DIGITS = "0123456789abcdef"
WINDOW = 12
"""Characters of an encoded canary in a row that cannot be an accident; a leak may be cut."""


@dataclass(frozen=True)
class Canaries:
    """One canary for each secret place, by the place's name."""

    tokens: dict[str, str]

    @classmethod
    def fresh(cls, places: Iterable[str]) -> "Canaries":
        """Return new canaries for a run."""
        return cls({place: _token() for place in places})

    @cached_property
    def _windows(self) -> dict[str, str]:
        """The place of every piece of an encoded canary."""
        return {
            form[start : start + WINDOW]: place
            for place, token in self.tokens.items()
            for form in _forms(token)
            for start in range(len(form) - WINDOW + 1)
        }

    def found_in(self, text: str) -> list[str]:
        """Return the places whose canary stands in `text`, in plain form or in an obvious encoding.

        >>> canaries = Canaries({"key": "0123456789abcdef0123456789abcdef"})
        >>> canaries.found_in("it says: 01 23 45 67 89 ab"), canaries.found_in("it says: 01 23 45")
        (['key'], [])
        """
        plain, windows = _bare(text), self._windows
        pieces = (plain[start : start + WINDOW] for start in range(len(plain) - WINDOW + 1))
        found = {windows[piece] for piece in pieces if piece in windows}
        return [place for place in self.tokens if place in found]


def _token() -> str:
    """Return 32 hexadecimal digits, no two neighbours alike.

    As numbers, ``dddd`` is 100 100 100 100, which labels of -100 look like.
    """
    digits = secrets.choice(DIGITS)
    while len(digits) < 32:
        digits += secrets.choice(DIGITS.replace(digits[-1], ""))
    return digits


def _bare(text: str) -> str:
    """Return lower-case text without the separators a leak may be spaced out with, such as UTF-16's zeros."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\\+(x00|u0000|0)", "", text.lower()))


def _forms(token: str) -> set[str]:
    forms = set()
    for each in (token, token[::-1]):
        forms |= {each, each.encode().hex(), "".join(str(ord(sign)) for sign in each)}
        # Base 64 looks different at each place modulo 3; its first and last signs hang on the neighbours.
        for shift in range(3):
            forms.add(base64.b64encode(b"-" * shift + each.encode()).decode()[4:-4])
        forms.add(base64.b32encode(each.encode()).decode().rstrip("="))
    return {_bare(form) for form in forms}
