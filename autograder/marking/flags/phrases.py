"""Find the phrases of `phrases.toml`: words in order and near each other. Linear in the text."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.marking.flags.words import BREAK, Word, words_of

MAX_STEM = 16
MAX_MATCHES = 300
PHRASES = Path(__file__).with_name("phrases.toml")


@dataclass(frozen=True)
class Match:
    """An occurrence of a phrase: words `first` to `last`."""

    kind: str
    first: int
    last: int
    commands: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class _Term:
    words: tuple[str, ...]
    stem: bool
    """Whether the last word is only the beginning of a word."""

    def stands_at(self, place: int, words: list[Word]) -> bool:
        if place + len(self.words) > len(words):
            return False
        *heads, last = self.words
        texts = [word.text for word in words[place : place + len(self.words)]]
        if texts[:-1] != heads:
            return False
        return texts[-1].startswith(last) if self.stem else texts[-1] == last


ANY_NUMBER = "#"


class TermIndex:
    """An index of terms by their first word."""

    def __init__(self) -> None:
        self._whole: dict[str, list[tuple[_Term, Any]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[_Term, Any]]] = defaultdict(list)
        self._numbers: list[Any] = []

    def add(self, text: str, value: Any) -> None:
        """Add the terms of a list such as "a|b c|d*" with one value."""
        for each in text.split("|"):
            if each == ANY_NUMBER:
                self._numbers.append(value)
                continue
            term = _Term(tuple(word.text for word in words_of(each.rstrip("*"))), each.endswith("*"))
            kept = self._stems if term.stem and len(term.words) == 1 else self._whole
            kept[term.words[0]].append((term, value))

    def at(self, place: int, words: list[Word]) -> Iterator[tuple[Any, int]]:
        """Yield the values of all terms that begin at a word, with the index of their last word."""
        text = words[place].text
        candidates = list(self._whole.get(text, ()))
        for length in range(2, min(len(text), MAX_STEM) + 1):
            candidates += self._stems.get(text[:length], ())
        for term, value in candidates:
            if term.stands_at(place, words):
                yield value, place + len(term.words) - 1
        if text[0].isdigit():
            for value in self._numbers:
                yield value, place


class PhraseBook:
    """The patterns of `phrases.toml`, indexed."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.patterns = table["patterns"]
        self.index = TermIndex()
        for number, pattern in enumerate(self.patterns):
            for part, text in enumerate(pattern["parts"]):
                self.index.add(text, (number, part))
        self.cues = {name: TermIndex() for name in table["mention"]}
        for name, index in self.cues.items():
            index.add(table["mention"][name], name)

    def matches(self, words: list[Word]) -> Iterator[Match]:
        """Yield the first 300 matches: a pattern's parts in order, close enough, in one sentence."""
        # Pattern → for each part, first and last word of the latest chain that has reached it.
        chains: dict[int, list[tuple[int, int] | None]] = {}
        found = 0
        for place, word in enumerate(words):
            if word.text == BREAK:
                chains.clear()
                continue
            for (number, part), last in sorted(self.index.at(place, words), key=lambda hit: -hit[0][1]):
                pattern = self.patterns[number]
                reached = chains.setdefault(number, [None] * len(pattern["parts"]))
                before = (place, place - 1) if part == 0 else reached[part - 1]
                if before is None or before[1] >= place or last - before[0] >= pattern["within"]:
                    continue
                reached[part] = (before[0], last)
                if part == len(pattern["parts"]) - 1:
                    found += 1
                    flags = {name: pattern.get(name, False) for name in ("commands", "doubtful")}
                    yield Match(pattern["kind"], before[0], last, **flags)
                    if found == MAX_MATCHES:
                        return

    def has_cue(self, name: str, words: list[Word], first: int, last: int) -> bool:
        """Whether a cue of that name begins at one of the words `first` to `last`."""
        index = self.cues[name]
        return any(True for place in range(first, last + 1) for _ in index.at(place, words))


@cache
def phrase_book() -> PhraseBook:
    """Return the patterns, read once."""
    return PhraseBook(tomllib.loads(PHRASES.read_text(encoding="utf-8")))
