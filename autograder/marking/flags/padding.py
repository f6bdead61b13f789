"""Find padding: repetition, lists of bare terms, empty stretches, copies of the question."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[^.!?\n]+")
BLANK = re.compile(r"(?:[ \t]*\n){12,}|[ \t\u00a0\u3000]{80,}")
SHINGLE = 6
"""Consecutive words that two texts hardly share by chance."""
MIN_WORDS, MIN_REPEATS, MIN_OPENINGS, MIN_TERMS = 6, 4, 10, 13
MIN_SHARE = 0.2
"""Share of a text that repeated sentences make up; below, they are headings or refrains."""


def repeated_sentences(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the second occurrence of each sentence that occurs three times or more: start, end, times."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for match in SENTENCE.finditer(text):
        words = tuple(WORD.findall(match[0].lower()))
        if len(words) >= MIN_WORDS:
            places[words].append(match.span())
    for spans in places.values():
        length = sum(end - start for start, end in spans)
        if len(spans) >= MIN_REPEATS and length >= MIN_SHARE * len(text):
            yield *spans[1], len(spans)


def same_openings(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the second of five sentences or more with the same first three words: start, end, times."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for match in SENTENCE.finditer(text):
        words = tuple(WORD.findall(match[0].lower()[:80]))[:3]
        if len(words) == 3:
            places[words].append(match.span())
    for spans in places.values():
        length = sum(end - start for start, end in spans)
        if len(spans) >= MIN_OPENINGS and length >= 2 * MIN_SHARE * len(text):
            yield *spans[1], len(spans)


def repeats_itself(text: str) -> float:
    """Return the share of six-word sequences that repeat an earlier one."""
    shingles = list(_shingles(WORD.findall(text.lower())))
    return 1 - len(set(shingles)) / len(shingles) if len(shingles) >= 30 else 0.0


def term_lists(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and length of each list of many short items."""
    for match in SENTENCE.finditer(text):
        items = [item.split() for item in re.split(r"[,;|•·/]", match[0])]
        short = [item for item in items if 1 <= len(item) <= 4 and any(word.isalpha() for word in item)]
        if len(short) >= MIN_TERMS and len(short) >= 0.8 * len(items):
            yield match.start(), match.end(), len(short)


def stuffed_words(text: str) -> list[tuple[str, int]]:
    """Return long words that make up an unlikely share of the text, with their counts."""
    words = [word for word in WORD.findall(text.lower()) if len(word) > 4]
    if len(words) < 40:
        return []
    return [
        (word, times)
        for word, times in Counter(words).most_common(3)
        if times >= 20 and times > 0.25 * len(words)
    ]


def empty_from(text: str) -> Iterator[int]:
    """Yield the first line of each long empty stretch that is followed by text."""
    end = len(text.rstrip())
    for match in BLANK.finditer(text, 0, end):
        yield text.count("\n", 0, match.start()) + 1


def copied_from(text: str, sources: Iterable[str], min_words: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and length of each run of `min_words` words or more that occurs in a source."""
    known = {shingle for source in sources for shingle in _shingles(WORD.findall(source.lower()))}
    matches = list(WORD.finditer(text))
    words = [match[0].lower() for match in matches]
    start = None
    for place, shingle in enumerate([*_shingles(words), None]):
        if shingle in known:
            start = place if start is None else start
        elif start is not None:
            last = place + SHINGLE - 2
            if last - start + 1 >= min_words:
                yield matches[start].start(), matches[last].end(), last - start + 1
            start = None


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[offset:] for offset in range(SHINGLE)), strict=False)
