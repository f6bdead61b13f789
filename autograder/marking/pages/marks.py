"""Split text into parts that can be shown as they are, and marks for all other characters."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from autograder.rubrics.characters import JOINERS, is_invisible, is_variation_selector

MAX_NAMED = 3
MAX_STACKED = 6
"""Accents on one letter that are drawn; more would cover other lines."""
# Scripts in which joiners between letters are spelling: Arabic, Syriac, the Indic ones.
JOINING_SCRIPTS = range(0x0600, 0x0E00)
KEYCAPS = "#*0123456789"
STAND_INS = 0xF0000
"""Private characters that stand for characters which a Markdown parser would drop; see `protected`."""


@dataclass(frozen=True)
class Mark:
    """Characters in a row that are not drawn, as their code points and, of the first few, their names."""

    codes: str
    names: str


def protected(text: str) -> tuple[str, dict[str, str]]:
    """Replace characters that a Markdown parser drops by stand-ins, and return the originals.

    Controls and private characters are all replaced, so no text can hold a stand-in of its own.
    """
    odd = sorted({each for each in text if is_invisible(each) and unicodedata.category(each)[0] in "CZ"})
    # More distinct ones than private characters exist in no text of the accepted length.
    stand_ins = {each: chr(STAND_INS + place) for place, each in enumerate(odd) if not _is_joining(each)}
    return translated(text, stand_ins), {value: key for key, value in stand_ins.items()}


def translated(text: str, table: dict[str, str]) -> str:
    """Return a text with each character of the table replaced."""
    return text.translate({ord(key): value for key, value in table.items()}) if table else text


def _is_joining(character: str) -> bool:
    return character in JOINERS or is_variation_selector(character)


def pieces(text: str, meanings: dict[str, str] | None = None) -> Iterator[str | Mark]:
    """Yield text and marks in order.

    Joiners and selectors that belong to an emoji or to the spelling of a script are left in place.

    >>> list(pieces("a\\u200b\\u200bb"))
    ['a', Mark(codes='U+200B ×2', names='ZERO WIDTH SPACE'), 'b']
    """
    text = translated(text, meanings or {})
    if text.isascii() and text.isprintable():
        yield text
        return
    hidden = []
    stacked = 0
    for place, character in enumerate(text):
        stacked = stacked + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        hidden.append(stacked > MAX_STACKED or _is_hidden(text, place))
    begin = 0
    for is_hidden, group in groupby(hidden):
        end = begin + len(list(group))
        yield _mark(text[begin:end]) if is_hidden else text[begin:end]
        begin = end


def _is_hidden(text: str, place: int) -> bool:
    character = text[place]
    if not is_invisible(character):
        return False
    before = text[place - 1] if place else ""
    after = text[place + 1] if place + 1 < len(text) else ""
    if character in "\ufe0e\ufe0f":
        return not (_is_symbol(before) or before in KEYCAPS)
    if character in JOINERS and before and after:
        in_word = all(each.isalpha() or unicodedata.category(each)[0] == "M" for each in (before, after))
        is_spelling = in_word and ord(before) in JOINING_SCRIPTS and ord(after) in JOINING_SCRIPTS
        return not (is_spelling or ((_is_symbol(before) or before == "\ufe0f") and _is_symbol(after)))
    return True


def _is_symbol(character: str) -> bool:
    return character != "" and unicodedata.category(character) in ("So", "Sk", "Sm", "Po")


def _mark(hidden: str) -> Mark:
    runs = [(character, len(list(run))) for character, run in groupby(hidden)]
    codes = " ".join(f"U+{ord(each):04X}" + (f" ×{count}" if count > 1 else "") for each, count in runs)
    names = [unicodedata.name(each, "") for each, _ in runs[:MAX_NAMED]]
    return Mark(codes, ", ".join(filter(None, names)))
