"""Rewrite an answer so that each number stands in digits, without markup around it."""

import re

from text_to_num import alpha2digit, text2num

from autograder.rubrics.characters import without_invisible

LATEX = (
    (re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname)\s?\{([^{}]{0,60})\}"), r"\1"),
    (re.compile(r"\\[dt]?frac\s?\{([^{}]{0,60})\}\s?\{([^{}]{0,60})\}"), r"(\1) / (\2)"),
    (re.compile(r"\\(?:times|cdot|ast)(?![a-z]) ?"), "×"),
    (re.compile(r"\\(?:approx|simeq|sim)(?![a-z]) ?"), "≈"),
    (re.compile(r"\\(?:rightarrow|Rightarrow|to|implies)(?![a-zA-Z]) ?"), "→"),
    (re.compile(r"\\div(?![a-z])"), "/"),
    (re.compile(r"\\lceil(?![a-z])|⌈"), " ceil( "),
    (re.compile(r"\\lfloor(?![a-z])|⌊"), " floor( "),
    (re.compile(r"\\[rl](?:ceil|floor)(?![a-z])|[⌉⌋]"), " ) "),
    (re.compile(r"\\left(?![a-z])|\\right(?![a-z])|\\[,;:! ]|[$`~](?=\d)|[$`]"), " "),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\^\{(-?\d{1,3})\}"), r"^\1"),
    (re.compile(r"\b(2|10)\*\*(?=-?\d)"), r"\1^"),
    (re.compile(r"\*\*|__"), " "),
    (re.compile(r"(?<=\d)_(?=\d{3})"), ""),
)
APPROXIMATELY = re.compile(r"~(?=\s?\d)")
POWER_OF_TWO = re.compile(r"(?<![\w.^])2\s?\^\s?(\d{2})\b")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TYPE_NAME = re.compile(r"\b(?:fp|bf|tf|u?int|float|half|single|precision)[ -]\d{1,2}\b", re.IGNORECASE)

SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
SPELLED = re.compile(
    rf"(?<![\w.,-])(?<!\d )(?:{SMALL}|zero)(?:(?:[ -]|[ ]and[ ]|[ ]point[ ])"
    rf"(?:{SMALL}|zero|hundred|thousand)\b)*(?![\w-])",
    re.IGNORECASE,
)
"""Words such as "twenty-six" and "one point eight"; a "trillion" after them is read as after digits."""


def plain_text(text: str) -> str:
    """Remove LaTeX and emphasis around numbers, write spelled numbers in digits, and keep the lines."""
    text = APPROXIMATELY.sub("≈", without_invisible(text))
    text = re.sub("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}", lambda match: "^" + match[0].translate(SUPERSCRIPTS), text)
    for pattern, replacement in LATEX:
        text = pattern.sub(replacement, text)
    text = POWER_OF_TWO.sub(lambda match: str(2 ** int(match[1])), text)
    text = TYPE_NAME.sub(lambda match: re.sub(r"[ -]", "", match[0]), text)
    return SPELLED.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    words = match[0].lower()
    # A "one" alone is mostly a pronoun.
    if words == "one" or "\n" in words:
        return match[0]
    try:
        return str(text2num(words, "en"))
    except ValueError:
        return str(alpha2digit(words, "en"))
