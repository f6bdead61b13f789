"""A flag: something in an answer that a person should look at."""

from dataclasses import dataclass

ADVICE = {
    "override": "Asks a reader to set the rules aside. Mark the rest as if this passage were not there.",
    "demand": "Asks for points. Points come from the criteria alone.",
    "address": "Speaks to whoever grades. Mark what the answer says about its subject.",
    "role_play": "Gives the reader a part to play. Go on as who you are.",
    "staff_note": "Claims to be from staff. What staff decide reaches you outside of an answer.",
    "rubric_claim": "Says that it meets the rubric. That is no evidence: look whether it does.",
    "invisible": "Holds characters that nobody sees. Mark what is seen; single ones often come from copying.",
    "mixed_scripts": "Writes a word with look-alike letters of another alphabet. Read it as it looks.",
    "encoded": "Holds text in a code. Read what it decodes to; it is no part of the answer.",
    "hidden_markup": "Holds markup that does not show when rendered. Mark what shows.",
    "fence": "Imitates the end of an answer, a system message or a chat. The answer goes on to its real end.",
    "fake_result": "Holds a ready-made verdict. Verdicts are yours.",
    "other_language": "Goes on in another language. Have it translated before you mark.",
    "repetition": "Says the same over and over. Each thing counts once.",
    "keywords": "Lists terms without saying anything of them. A term alone meets no criterion.",
    "padding": "Is far longer than asked, or mostly empty. Length meets no criterion.",
    "question_back": "Repeats the question or the criteria. Mark only what is added to them.",
}
"""What each kind of flag means, and what to do. None of them moves a mark."""


@dataclass(frozen=True, order=True)
class Flag:
    """One passage: where it stands (line of the file, from 1) and what it looks like."""

    line: int
    kind: str
    excerpt: str
    """Shortened, with invisible characters spelt out."""
    mention: bool = False
    """Whether the words seem to be quoted or reported, and not used."""
