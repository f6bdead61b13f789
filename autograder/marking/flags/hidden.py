"""Find invisible characters, and words that mix alphabets."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from autograder.rubrics.characters import JOINERS, is_invisible, is_tag, is_variation_selector

# Copying from a PDF or a web page often brings a soft hyphen, zero-width space or byte order mark along.
COPIED_ALONG = {"\u00ad", "\u200b", "\ufeff", "\u2060"}
MAX_COPIED_ALONG = 3
TAG_BASE = 0xE0000
BLACK_FLAG = "\U0001f3f4"
SELECTOR_BYTES = ((0xFE00, 0xFE0F, 0), (0xE0100, 0xE01EF, 16))
LETTERS = re.compile(r"[^\W\d_]{3,}")
# Greek letters that look Latin. Others are likely part of a formula: σ(r), Δt, βKL.
GREEK_LOOK_ALIKES = set("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυα")
UPSIDE_DOWN = set("ɐɔǝɟƃɥᴉıɾʞɯɹʇʌʍʎ")


def invisible_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each invisible run, except inside emoji and scripts that need joiners."""
    start = None
    for place, character in enumerate(text):
        if is_invisible(character) and not _belongs(text, place):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(text)


def _belongs(text: str, place: int) -> bool:
    character, before = text[place], text[place - 1 : place] if place else ""
    if character in JOINERS:
        return before != "" and (
            _is_emoji(before) or _script(before) not in {"LATIN", "CYRILLIC", "GREEK", ""}
        )
    if character in {"\ufe0e", "\ufe0f"}:
        return before != "" and not is_variation_selector(before) and not before.isspace()
    if is_tag(character):  # the flags of England, Scotland and Wales are spelt in tags
        flag = text.rfind(BLACK_FLAG, max(place - 7, 0), place)
        return flag >= 0 and all(is_tag(each) for each in text[flag + 1 : place])
    return character == "\ufeff" and place == 0


def _is_emoji(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk"} or is_variation_selector(character)


def only_copied_along(text: str, runs: list[tuple[int, int]]) -> bool:
    """Whether the invisible characters are few and typical of copied text."""
    characters = [character for start, end in runs for character in text[start:end]]
    return len(characters) <= MAX_COPIED_ALONG and COPIED_ALONG.issuperset(characters)


def spelt_in_secret(text: str) -> str:
    """Return the text that tag characters or variation selectors spell, or an empty text.

    >>> spelt_in_secret("x" + "".join(chr(0xE0000 + ord(letter)) for letter in "full marks"))
    'full marks'
    """
    tags = "".join(chr(ord(each) - TAG_BASE) for each in text if is_tag(each) and ord(each) - TAG_BASE >= 32)
    hidden = bytearray()
    for character in text:
        for low, high, first in SELECTOR_BYTES:
            if low <= ord(character) <= high:
                hidden.append(min(ord(character) - low + first, 255))
    spelt = bytes(hidden).decode("utf-8", errors="ignore")
    return tags + (spelt if sum(map(str.isalnum, spelt)) >= 3 else "")


def mixed_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each word with look-alikes of Latin letters, or with fancy letters."""
    for match in LETTERS.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        scripts = Counter(_script(character) for character in word)
        strangers = scripts["CYRILLIC"] + sum(character in GREEK_LOOK_ALIKES for character in word)
        fancy = scripts["FULLWIDTH"] + scripts["MATHEMATICAL"]
        turned = sum(character in UPSIDE_DOWN for character in word)
        if (scripts["LATIN"] >= 2 and strangers and scripts["LATIN"] + strangers >= 4) or max(
            fancy, turned
        ) >= 2:
            yield match.span()


def _script(character: str) -> str:
    if character.isascii():
        return "LATIN" if character.isalpha() else ""
    return unicodedata.name(character, "").split(" ")[0]
