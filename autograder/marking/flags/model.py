"""A flag: a passage of an answer that a person should look at."""

from dataclasses import dataclass
from enum import StrEnum


class FlagKind(StrEnum):
    """Kinds of suspicious passages; `FLAG_ADVICE` says what to do about each kind."""

    OVERRIDE = "override"
    DEMAND = "demand"
    ADDRESS = "address"
    ROLE_PLAY = "role_play"
    STAFF_NOTE = "staff_note"
    RUBRIC_CLAIM = "rubric_claim"
    INVISIBLE = "invisible"
    MIXED_SCRIPTS = "mixed_scripts"
    ENCODED = "encoded"
    HIDDEN_MARKUP = "hidden_markup"
    FENCE = "fence"
    FAKE_RESULT = "fake_result"
    OTHER_LANGUAGE = "other_language"
    REPETITION = "repetition"
    KEYWORDS = "keywords"
    PADDING = "padding"
    QUESTION_BACK = "question_back"


@dataclass(frozen=True, order=True)
class Flag:
    """One passage and its kind. No flag changes a mark."""

    line: int
    """Line of the file, from 1."""
    kind: FlagKind
    excerpt: str
    """Shortened, with invisible characters spelt out."""
    mention: bool = False
    """Whether the words seem to be quoted or reported, and not used."""
