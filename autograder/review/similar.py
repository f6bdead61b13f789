"""Find passages that answers share, by runs of five words. To read side by side, never as an accusation."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from sqlalchemy import delete, insert, select

from autograder.review.database import Database
from autograder.review.models import Answer, Kind, Similar
from autograder.review.text import plain, shown_text

SHINGLE = 5
MIN_SHARED = 8
"""Shingles: twelve words in a row, or several shorter passages."""
MAX_SHARE = 0.1
"""A run of words in more of the answers than this is a phrase of the course."""
MIN_COMMON = 4
"""In a small class, a phrase in this number of answers is common."""
MAX_COMMON = 40
"""The same in a large class: pairs grow with the square."""
MAX_PASSAGES = 5
WORD = re.compile(r"\w+")


def shared_passages(texts: Mapping[int, str], given: Iterable[str] = ()) -> dict[tuple[int, int], list[str]]:
    """Return the passages that each pair of texts shares, by the smaller id first.

    Args:
        texts: Id → text.
        given: Texts of the course itself, which everyone may repeat.
    """
    ours = {shingle for text in given for shingle in _shingles(_words(text))}
    words = {key: _words(text) for key, text in texts.items()}
    holders: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for key, of_text in words.items():
        for shingle in _shingles(of_text):
            holders[shingle].add(key)
    limit = min(max(MIN_COMMON, int(MAX_SHARE * len(texts))), MAX_COMMON)
    shared: dict[tuple[int, int], set[tuple[str, ...]]] = defaultdict(set)
    for shingle, keys in holders.items():
        if 1 < len(keys) <= limit and shingle not in ours:
            for pair in combinations(sorted(keys), 2):
                shared[pair].add(shingle)
    return {
        pair: _passages(words[pair[0]], shingles)
        for pair, shingles in sorted(shared.items())
        if len(shingles) >= MIN_SHARED
    }


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def _passages(words: list[str], shingles: set[tuple[str, ...]]) -> list[str]:
    """Return the longest runs of words that the shingles cover, longest first."""
    inside = [False] * len(words)
    for place in range(len(words) - SHINGLE + 1):
        if tuple(words[place : place + SHINGLE]) in shingles:
            inside[place : place + SHINGLE] = [True] * SHINGLE
    runs: list[list[str]] = [[]]
    for word, is_inside in zip(words, inside, strict=True):
        if is_inside:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return sorted((" ".join(run) for run in runs if run), key=len, reverse=True)[:MAX_PASSAGES]


def find_similar(database: Database, questions: Mapping[str, str]) -> int:
    """Compare all students' answers to each question, and store what they share.

    Args:
        database: The review's; it is not locked while answers are compared.
        questions: Question → what students were given to read.

    Returns:
        The number of pairs.
    """
    pairs = 0
    for question, asked in questions.items():
        found = select(Answer).where(Answer.question == question, Answer.kind == Kind.STUDENT)
        with database.read() as session:
            texts = {each.id: shown_text(each) for each in session.scalars(found)}
        shared = shared_passages(texts, [plain(asked)])
        of_question = select(Answer.id).where(Answer.question == question)
        with database.write(alone=True) as session:
            # Some may have been purged in the meantime.
            there = {*session.scalars(of_question)}
            session.execute(delete(Similar).where(Similar.answer_id.in_(of_question)))
            rows = [
                {"answer_id": one, "other_id": other, "passages": passages}
                for pair, passages in shared.items()
                if there.issuperset(pair)
                for one, other in (pair, pair[::-1])
            ]
            if rows:
                session.execute(insert(Similar), rows)
        pairs += len(shared)
    return pairs
