"""Find sentences in another language or alphabet than English."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LANGUAGES = Path(__file__).with_name("languages.toml")
MIN_WORDS, MIN_LETTERS, MIN_DENSE_LETTERS = 6, 20, 10
SENTENCE = re.compile(r"[^.!?\n。！？]+")
WORD = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
DENSE = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}
NO_LANGUAGE = {"LATIN", "MODIFIER", "MATHEMATICAL", "FULLWIDTH", "MICRO", "FEMININE", "MASCULINE"}


@cache
def little_words() -> dict[str, frozenset[str]]:
    """Return the typical short words of each language; English is one of them."""
    table = tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))
    english = frozenset(table["english"].split())
    lists = {name: frozenset(words.split()) - english for name, words in table["little_words"].items()}
    return lists | {"English": english}


@cache
def telling_words() -> frozenset[str]:
    """Return words that a hidden English instruction is likely to contain."""
    return frozenset(tomllib.loads(LANGUAGES.read_text(encoding="utf-8"))["telling"].split())


def foreign_sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and language (or alphabet) of each sentence that is not English."""
    text = ADDRESS.sub(lambda match: " " * len(match[0]), text)
    for match in SENTENCE.finditer(text):
        words = [word.lower() for word in WORD.findall(match[0])]
        language = _alphabet(words) or _language(words)
        if language:
            yield match.start(), match.end(), language


def _alphabet(words: list[str]) -> str:
    """Return the main alphabet beside Latin, or an empty text if there are few such letters."""
    counts: Counter[str] = Counter()
    for word in words:
        if not word.isascii():
            scripts = {unicodedata.name(character, "?").split(" ")[0] for character in word}
            if "LATIN" not in scripts:
                counts.update({min(scripts): len(word)})
    for script, letters in counts.most_common(1):
        if script not in NO_LANGUAGE and letters >= (MIN_DENSE_LETTERS if script in DENSE else MIN_LETTERS):
            return script.capitalize()
    return ""


def _language(words: list[str]) -> str:
    if len(words) < MIN_WORDS:
        return ""
    lists = little_words()
    hits = {
        name: sum(word in little for word in words) for name, little in lists.items() if name != "English"
    }
    best = max(hits, key=lambda name: hits[name])
    different = {word for word in words if len(word) > 1 and word in lists[best]}  # letters are formulas
    english = sum(word in lists["English"] for word in words)
    enough = hits[best] >= 0.25 * len(words) and len(different) >= 2
    return best if enough and hits[best] > english else ""
