"""Split a text into normalised words: without case, accents, look-alikes and invisible characters."""

import re
import unicodedata
from dataclasses import dataclass

from autograder.rubrics.characters import is_invisible

# Cyrillic, Greek, turned and modified letters that look Latin. Phrases are normalised in the same way, so
# that Russian and Greek words still match their own phrases.
LOOK_ALIKES = {
    **dict(zip("авеікмнорстухѕјһԁԛԝёєіїґпг", "abeikmhopctyxsjhdqweeiirnr", strict=True)),
    **dict(zip("αβγεικνορτυχωηζ", "abyeikvoptuxwnz", strict=True)),
    **dict(zip("ɐɔǝɟƃɥıɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy", strict=True)),
    **dict(zip("ɑɡɩʟɴʀʏßøłđħ", "agilnrysoldh", strict=True)),
}
FIRST_REGIONAL_INDICATOR = 0x1F1E6
# In scripts without spaces, every character is a word of its own.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
WORD = re.compile(
    rf"[{UNSPACED}]"
    rf"|[^\W_{UNSPACED}]+(?:['/+][^\W_{UNSPACED}]+|\.\d+)*\+?"
    r"|[.!?][\"'”’)\]]{0,3}(?=\s|$)|[。！？]|\n\s*\n"
)
BREAK = "."
"""The end of a sentence or paragraph, which no phrase crosses."""


@dataclass(frozen=True)
class Word:
    """A normalised word and its position in the text."""

    text: str
    start: int
    end: int


def folded(text: str) -> tuple[str, list[int]]:
    """Return the normalised text, and for each of its characters the original position."""
    characters: list[str] = []
    places: list[int] = []
    for place, original in enumerate(text):
        for character in _fold(original):
            characters.append(character)
            places.append(place)
    return "".join(characters), places


def _fold(character: str) -> str:
    if character in "’‘`´":
        return "'"
    if character.isascii():
        return character.lower()
    if is_invisible(character):
        return ""
    number = ord(character) - FIRST_REGIONAL_INDICATOR
    if 0 <= number < 26:
        return chr(ord("a") + number)
    simple = unicodedata.normalize("NFKC", character).casefold()
    if not "\uac00" <= simple[:1] <= "\ud7a3":  # keep Hangul syllables in one piece
        simple = unicodedata.normalize("NFKD", simple)
    kept = (each for each in simple if unicodedata.category(each) != "Mn")
    return "".join(LOOK_ALIKES.get(each, each) for each in kept)


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order, with BREAK between sentences.

    >>> [word.text for word in words_of("Ignоre the Règles!")]
    ['ignore', 'the', 'regles', '.']
    """
    content, places = folded(text)
    places.append(len(text))
    words = []
    for match in WORD.finditer(content):
        said = match[0] if match[0][0].isalnum() else BREAK
        words.append(Word(said, places[match.start()], places[match.end() - 1] + 1))
    return words
