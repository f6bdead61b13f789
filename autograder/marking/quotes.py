"""Whether a quote stands in an answer: word for word, nearly, or not."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz

from autograder.rubrics.characters import without_invisible

NEAR_FROM = 90
"""Partial ratio. Measured: verbatim 100, half made up 81, paraphrase 64, made up 48."""
FEWEST_WORDS, MOST_WORDS, MOST_CHARACTERS = 2, 100, 1_500
OMISSION = re.compile(r"\[(?:\.\.\.|…)\]")
WORD = re.compile(r"\w+(?:['.,]\w+)*")
SEPARATORS = {".", ",", "'"}
# One of these turns a sentence round and hardly moves the ratio.
NEGATIONS = {"not", "no", "never", "none", "nothing", "without", "cannot", "nor"}
SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)


class QuoteState(Enum):
    """What a check of a quote says; the value is how it is shown."""

    VERIFIED = "verified"
    NEAR = "near"
    UNVERIFIED = "unverified"
    NONE = "no quote"


@dataclass(frozen=True)
class QuoteCheck:
    """A checked quote. `note` says what a person should look at, and is empty for a verified one."""

    state: QuoteState
    note: str = ""


def normalise(text: str) -> str:
    """A text with one kind of space, quotation mark and dash; letters keep their case.

    >>> normalise("“No\\u00a0—  it’s”")
    '"No - it\\'s"'
    """
    return " ".join(unicodedata.normalize("NFC", without_invisible(text)).translate(SAME).split())


def check_quote(quote: str, answer: str) -> QuoteCheck:
    """Looks for a quote in an answer. "[...]" joins pieces that must all stand there; the worst counts."""
    text = normalise(answer)
    # The pieces are cut before the ellipsis becomes three dots.
    pieces = [normalise(piece).strip("\"' ") for piece in OMISSION.split(quote)]
    if not any(pieces):
        return QuoteCheck(QuoteState.NONE)
    checks = [_check_piece(piece, text) for piece in pieces]
    order = [QuoteState.VERIFIED, QuoteState.NEAR, QuoteState.UNVERIFIED]
    return max(checks, key=lambda check: order.index(check.state))


def _check_piece(piece: str, text: str) -> QuoteCheck:
    words = len(WORD.findall(piece))
    if words < FEWEST_WORDS:
        return QuoteCheck(QuoteState.UNVERIFIED, f"{words} words are too few to show anything")
    if words > MOST_WORDS or len(piece) > MOST_CHARACTERS:
        return QuoteCheck(QuoteState.UNVERIFIED, f"{words} words are too many to show one thing")
    if _stands_in(piece, text):
        return QuoteCheck(QuoteState.VERIFIED)
    # `partial_ratio` looks for the shorter text in the longer: a quote must never be the longer one.
    found = (
        fuzz.partial_ratio_alignment(piece, text, score_cutoff=NEAR_FROM) if len(piece) <= len(text) else None
    )
    if found is None:
        return QuoteCheck(QuoteState.UNVERIFIED, "does not stand in the answer")
    passage = _whole_words(text, found.dest_start, found.dest_end)
    if _weighty(piece) != _weighty(passage):
        return QuoteCheck(
            QuoteState.UNVERIFIED, f"a number or a negation differs; the answer says: {passage}"
        )
    return QuoteCheck(QuoteState.NEAR, f"the answer says: {passage}")


def _stands_in(piece: str, text: str) -> bool:
    """Whether the piece stands in the text and does not begin or end within a word or a number."""
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        if not _joined(text, start) and not _joined(text, end):
            return True
        start = text.find(piece, start + 1)
    return False


def _joined(text: str, place: int) -> bool:
    """Whether a cut at `place` goes through a word or a number: ``28|,800``, ``28,|800``."""
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
    """The numbers and the negations of a text, in order."""
    words = (word.casefold() for word in WORD.findall(text))
    return [
        word for word in words if any(map(str.isdigit, word)) or word in NEGATIONS or word.endswith("n't")
    ]
