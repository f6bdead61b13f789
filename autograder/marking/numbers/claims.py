"""Tell what an answer claims from what it only mentions: "so 25 nodes", "25 nodes are not enough"."""

import re

from autograder.marking.numbers.figures import Figure
from autograder.rubrics.model import GivenNumbers

MAX_DISTANCE = 60
FOLLOWS = re.compile(
    r"[\s,;:]{0,3}(?:so|thus|hence|therefore|i\.e\.|or|that is|that's|which is|which gives|gives"
    r"|giving|makes"
    r"|making|=|≈|→|⇒|->|=>)[\s,:]{0,3}(?:(?:a total of|in total|in all|about|roughly|some|around)\s)?"
)
"""What stands between a number and another that is said to follow from it at once."""
CLAIM = re.compile(
    r"(?:\b(?:so|thus|hence|therefore|needs?|required?|requires|requiring|takes?|at least|minimum|fewest"
    r"|is|are|means|gives|makes|i\.e\.|that's|on|to|comes to|fits?(?: in| on| into)?|holds?|use|buy"
    r"|rent|get)"
    r"|[=≈→⇒>:]|->|=>)[^.;!?\n\d]{0,25}$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:not|n't|no|too few|too small|too little|insufficient|less|fewer|below|only|even|short|instead"
    r"|rather|never|wouldn|won|don|cannot|wrong|naive|mistake|fail\w*|lack\w*|hold at most|alone"
    r"|another|extra"
    r"|additional|spare|more)\b|[<≠≥>]"
    r"|\b(?:each|every|per|(?:groups?|stages?|replicas?|pairs?|sets?)(?: of)?)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
"""What makes a number of nodes something else than the writer's result."""
SHARED = re.compile(r"\b(?:each|per|every|apiece|in a group|as a group)\b", re.IGNORECASE)
EXPLAINS = re.compile(
    r"\b(?:with|without|if|after|remain\w*|left|rest|only|half|then|while|but|when)\b", re.IGNORECASE
)


def is_claimed(text: str, figure: Figure) -> bool:
    """Whether nothing around a number of nodes says that it is no result, or a part of one."""
    start = max(text.rfind(end, 0, figure.start) for end in (". ", ";", "\n", "(", ", "))
    before = text[max(start, figure.start - MAX_DISTANCE, 0) : figure.start]
    after = re.split(r"[.;,\n]", text[figure.end : figure.end + 40])[0]
    return not (DENIED.search(before) or DENIED.search(after) or SHARED.search(after))


def follows_closely(text: str, amount: Figure, figure: Figure, given: GivenNumbers) -> bool:
    """Whether a number is said to follow from an amount, with no other explanation between them."""
    if amount.start > figure.start:
        return False
    between = text[amount.end : figure.start]
    explained = EXPLAINS.search(between) or names_one(between, given.explaining_words)
    return len(between) <= MAX_DISTANCE and bool(CLAIM.search(between)) and not explained


def names_one(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text has a word that begins like one of some words."""
    return any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in words)
