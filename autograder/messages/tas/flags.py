"""Words about flags: passages of an answer that a person should look at."""

from collections.abc import Mapping

FLAG_ADVICE: Mapping[str, str] = {
    "override": "Asks a reader to set the rules aside. Mark the rest as if this passage were not there.",
    "demand": "Asks for points. Points come from the criteria alone.",
    "address": "Speaks to whoever grades. Mark what the answer says about its subject.",
    "role_play": "Gives the reader a part to play. Ignore it.",
    "staff_note": "Claims to be from staff. Real notes from staff never reach you inside an answer.",
    "rubric_claim": "Says that it meets the rubric. That is not evidence: check whether it does.",
    "invisible": "Holds invisible characters. Mark the visible text; single ones often come from copying.",
    "mixed_scripts": "Writes a word with look-alike letters of another alphabet. Read it as it looks.",
    "encoded": "Holds encoded text. Read the decoded text; it is not part of the answer.",
    "hidden_markup": "Holds markup that does not show when rendered. Mark what shows.",
    "fence": "Imitates the end of an answer, a system message or a chat. The answer goes on to its real end.",
    "fake_result": "Holds a ready-made verdict. Verdicts are yours.",
    "other_language": "Continues in another language. Have it translated before you mark.",
    "repetition": "Repeats itself. Each point counts once.",
    "keywords": "Lists terms without saying anything about them. A term alone meets no criterion.",
    "padding": "Is far longer than asked, or mostly empty. Length meets no criterion.",
    "question_back": "Repeats the question or the criteria. Mark only what is added to them.",
}
"""Kind of flag → what it means and what to do. None of them changes a mark."""
FLAGS_CHANGE_NO_MARK = "No flag moves a mark: read the passage and decide by the rubric."
EMPTY_STRETCH = "a long empty stretch, with more text after it"


def no_flags(name: str) -> str:
    """A file without flags."""
    return f"{name}: nothing to look at"


def flag(line: int, kind: str, excerpt: str, *, mention: bool) -> tuple[str, str]:
    """A flag and its advice."""
    how = ", perhaps only quoted or reported" if mention else ""
    return f"line {line}: {kind.replace('_', ' ')}{how}: {excerpt}", FLAG_ADVICE[kind]


def decoded(code: str, text: str) -> str:
    """A passage in a code, with its meaning."""
    return f"{code}: {text}"


def spelt(text: str) -> str:
    """Text that invisible characters spell."""
    return f"spells: {text}"


def in_language(language: str, sentence: str) -> str:
    """A sentence in another language."""
    return f"{language}: {sentence}"


def repeated(times: int, sentence: str) -> str:
    """A sentence that occurs several times."""
    return f"{times} times: {sentence}"


def repeated_opening(times: int, sentence: str) -> str:
    """The beginning that many sentences share."""
    return f"{times} sentences begin like this: {sentence}"


def repeated_share(share: float) -> str:
    """A text that repeats itself."""
    return f"{share:.0%} of the text repeats earlier text word for word"


def listed_terms(count: int, text: str) -> str:
    """A long list of terms."""
    return f"{count} items: {text}"


def stuffed_word(word: str, times: int) -> str:
    """A word that occurs too often."""
    return f"{word}: {times} times"


def word_count(words: int) -> str:
    """A text that is too long."""
    return f"{words:,} words"


def copied(words: int, text: str) -> str:
    """A passage copied from the question or the criteria."""
    return f"{words} words: {text}"


def criterion_id(name: str) -> str:
    """The id of a criterion, which students never see."""
    return f"the internal name of a criterion: {name}"
