"""Check whether a quote occurs in an answer: verbatim, nearly, or not at all."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz

from autograder.messages import tas
from autograder.rubrics.characters import without_invisible

MIN_NEAR_RATIO = 90
"""Partial ratio. Measured: verbatim 100, half invented 81, paraphrase 64, invented 48."""
MIN_WORDS, MAX_WORDS, MAX_CHARACTERS = 2, 100, 1_500
OMISSION = re.compile(r"\[(?:\.\.\.|…)\]")
WORD = re.compile(r"\w+(?:['.,]\w+)*")
SEPARATORS = {".", ",", "'"}
# One of these reverses the meaning of a sentence, but hardly changes the ratio.
NEGATIONS = {"not", "no", "never", "none", "nothing", "without", "cannot", "nor"}
# What may stand just before a quote, too, and turn its sense.
DENIALS = NEGATIONS | {
    "nobody",
    "neither",
    "hardly",
    "rarely",
    "barely",
    "wrong",
    "false",
    "untrue",
    "myth",
    "nowhere",
}
MAX_WORDS_TO_DENIAL = 3
CLAUSE = re.compile(r"[.;:!?,()]")
SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)


class QuoteState(Enum):
    """Result of checking a quote; the value is shown to people."""

    VERIFIED = "verified"
    NEAR = "near"
    UNVERIFIED = "unverified"
    NONE = "no quote"


@dataclass(frozen=True)
class QuoteCheck:
    """A checked quote. `note` says what a person should look at; it is empty for a verified quote."""

    state: QuoteState
    note: str = ""


def normalise(text: str) -> str:
    """Return a text with one kind of space, quotation mark and dash; letters keep their case.

    >>> normalise("“No\\u00a0—  it’s”")
    '"No - it\\'s"'
    """
    return " ".join(unicodedata.normalize("NFC", without_invisible(text)).translate(SAME).split())


def check_quote(quote: str, answer: str) -> QuoteCheck:
    """Look for a quote in an answer. "[...]" joins pieces that must all occur; the worst one counts."""
    text = normalise(answer)
    # Split first: `normalise` turns the ellipsis into three dots.
    pieces = [normalise(piece).strip("\"' ") for piece in OMISSION.split(quote)]
    if not any(pieces):
        return QuoteCheck(QuoteState.NONE)
    checks = [_check_piece(piece, text) for piece in pieces]
    order = [QuoteState.VERIFIED, QuoteState.NEAR, QuoteState.UNVERIFIED]
    return max(checks, key=lambda check: order.index(check.state))


def _check_piece(piece: str, text: str) -> QuoteCheck:
    words = len(WORD.findall(piece))
    if words < MIN_WORDS:
        return QuoteCheck(QuoteState.UNVERIFIED, tas.replies.quote_too_short(words))
    if words > MAX_WORDS or len(piece) > MAX_CHARACTERS:
        return QuoteCheck(QuoteState.UNVERIFIED, tas.replies.quote_too_long(words))
    if passages := list(_passages(piece, text)):
        turned = [cut for cut in passages if cut]
        if len(turned) == len(passages):
            return QuoteCheck(QuoteState.UNVERIFIED, tas.replies.quote_cut(turned[0]))
        return QuoteCheck(QuoteState.VERIFIED)
    found = None
    # `partial_ratio` searches the longer text for the shorter: the quote must not be the longer one.
    if len(piece) <= len(text):
        found = fuzz.partial_ratio_alignment(piece, text, score_cutoff=MIN_NEAR_RATIO)
    if found is None:
        return QuoteCheck(QuoteState.UNVERIFIED, tas.replies.QUOTE_ABSENT)
    passage = _whole_words(text, found.dest_start, found.dest_end)
    if _weighty(piece) != _weighty(passage):
        return QuoteCheck(QuoteState.UNVERIFIED, tas.replies.quote_reversed(passage))
    return QuoteCheck(QuoteState.NEAR, tas.replies.quote_near(passage))


def _passages(piece: str, text: str) -> Iterator[str]:
    """Yield, for each place of a piece, the longer passage whose sense it turns, or an empty text.

    A piece does not begin or end inside a word or a number.
    """
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        if not _joined(text, start) and not _joined(text, end):
            yield _turned(text, start, end)
        start = text.find(piece, start + 1)


def _turned(text: str, start: int, end: int) -> str:
    """Return the passage with the denial just before or after a quote, or an empty text if there is none."""
    clause = CLAUSE.split(text[max(start - 60, 0) : start])[-1]
    before = WORD.findall(clause)[-MAX_WORDS_TO_DENIAL:]
    after = WORD.findall(CLAUSE.split(text[end : end + 30])[0])[:1]
    words = [word.casefold() for word in before]
    if words[-2:] == ["not", "only"]:
        words = []
    denied = any(word in DENIALS or word.endswith("n't") for word in words)
    if denied:
        return f"{' '.join(before)} {text[start:end]}".strip()
    if after and (after[0].casefold() in NEGATIONS or after[0].casefold().endswith("n't")):
        return f"{text[start:end]} {after[0]}"
    return ""


def _joined(text: str, place: int) -> bool:
    """Whether a cut at `place` divides a word or a number: ``14|,700``, ``14,|700``."""
    before, after = text[max(place - 1, 0) : place], text[place : place + 1]
    if before in SEPARATORS and after.isdigit():
        return text[max(place - 2, 0) : place - 1].isdigit()
    if after in SEPARATORS and before.isdigit():
        return text[place + 1 : place + 2].isdigit()
    return before.isalnum() and after.isalnum()


def _whole_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    return text[start:end].strip()


def _weighty(text: str) -> list[str]:
    """Return the numbers and the negations of a text, in order."""
    words = (word.casefold() for word in WORD.findall(text))
    return [
        word for word in words if any(map(str.isdigit, word)) or word in NEGATIONS or word.endswith("n't")
    ]
