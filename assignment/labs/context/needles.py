"""A needle in a haystack: one sentence in a long text, and five ways to look for it."""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from labs.student import Student

WINDOW, OVERLAP = 1024, 96
LENGTHS = (1, 2, 4, 8, 16, 32)
"""Lengths of the text, in windows."""
DEPTHS = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)
METHODS = {
    "cut off": "the first window, the rest is cut off",
    "windows": "windows without overlap",
    "overlap": f"windows that share {OVERLAP} bytes",
    "general": "rounds of general summaries",
    "told": "rounds of summaries, told the question",
}
NAMES = ("Abel", "Bessel", "Cantor", "Dirac", "Euler", "Fermat", "Gauss", "Hilbert", "Jordan", "Klein")
SENTENCE = re.compile(r"[^.!?]*[.!?]+(?:\s+|$)|[^.!?]+$")
# A summary keeps this share of what it reads.
KEPT = 0.25
COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "is",
        "are",
        "be",
        "for",
        "by",
        "with",
        "as",
        "on",
        "it",
        "its",
        "that",
        "this",
        "if",
        "not",
        "from",
        "at",
        "can",
        "which",
    ]
)
# The words of a question outweigh all others.
TOLD = 1000.0
Reader = Callable[[list[int]], list[int]]


def needle(rng: random.Random) -> tuple[str, str]:
    """Return a sentence that no text holds, and the key words of a question about it."""
    name, code = rng.choice(NAMES), str(rng.randrange(1000, 9999))
    return f"The door of station {name} opens with the number {code}. ", f"station {name}"


def haystack(text: str, length: int, depth: float, fact: str, rng: random.Random) -> list[int]:
    """Return a random piece of a text as bytes, with a fact at a depth from 0 to 1, between two sentences."""
    size = length - len(fact)
    begin = rng.randrange(len(text) - size)
    piece = text[begin : begin + size]
    wanted = round(depth * size)
    ends = [match.end() for match in SENTENCE.finditer(piece)][:-1]
    place = min(ends, key=lambda end: abs(end - wanted), default=wanted)
    return list((piece[:place] + fact + piece[place:]).encode())


def summarizer(question: str) -> Reader:
    """Return a summarizer by Luhn's rule: it keeps the sentences with the most frequent words.

    With a question, the words of the question count most. (Luhn 1958, "The Automatic Creation of Literature
    Abstracts".)
    """
    asked = set(words(question))

    def summarize(ids: list[int]) -> list[int]:
        text = bytes(ids).decode(errors="replace")
        sentences = [match[0] for match in SENTENCE.finditer(text)]
        frequency = Counter(words(text))

        def score(sentence: str) -> float:
            own = words(sentence)
            told = TOLD * len(asked & set(own)) if asked <= set(own) else 0.0
            return sum(frequency[word] for word in own) / (len(own) or 1) + told

        limit = KEPT * len(text)
        kept: list[int] = []
        for at in sorted(range(len(sentences)), key=lambda each: -score(sentences[each])):
            if sum(len(sentences[each]) for each in kept) + len(sentences[at]) <= limit:
                kept.append(at)
        return list("".join(sentences[at] for at in sorted(kept)).encode())

    return summarize


def words(text: str) -> list[str]:
    """Return the words of a text that carry meaning."""
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in COMMON]


def knows(ids: Sequence[int], fact: str) -> bool:
    """Return whether a reader of these bytes can answer: the whole sentence is there."""
    return fact.strip().encode() in bytes(ids)


def found(student: Student, method: str, ids: list[int], fact: str, question: str) -> tuple[bool, int]:
    """Return whether a method finds the fact, and how many windows the model has read."""
    calls = 0
    match method:
        case "cut off":
            return knows(ids[:WINDOW], fact), 1
        case "windows" | "overlap":
            windows = student["sliding_windows"](ids, WINDOW, OVERLAP if method == "overlap" else 0)
            return any(knows(window, fact) for window in windows), len(windows)
    summarize = summarizer(question if method == "told" else "")

    def counted(window: list[int]) -> list[int]:
        nonlocal calls
        calls += 1
        return summarize(window)

    summary = student["map_reduce_summarize"](ids, counted, WINDOW, OVERLAP)
    return knows(summary, fact), calls


def maps(
    student: Student, text: str, n_seeds: int, seed: int, step: Callable[[str], None]
) -> tuple[Mapping[str, list[list[float]]], Mapping[str, float]]:
    """Return the share found by method, depth and length, and the windows read at the greatest length."""
    shares = {method: [[0.0] * len(LENGTHS) for _ in DEPTHS] for method in METHODS}
    calls = dict.fromkeys(METHODS, 0.0)
    for column, length in enumerate(LENGTHS):
        for row, depth in enumerate(DEPTHS):
            for each in range(n_seeds):
                rng = random.Random(f"{seed} {each} {length} {depth}")
                fact, question = needle(rng)
                ids = haystack(text, length * WINDOW, depth + rng.uniform(-0.05, 0.05), fact, rng)
                for method in METHODS:
                    is_there, n_calls = found(student, method, ids, fact, question)
                    shares[method][row][column] += is_there / n_seeds
                    if length == LENGTHS[-1]:
                        calls[method] += n_calls / n_seeds / len(DEPTHS)
        step(f"texts of {length} windows")
    return shares, calls
