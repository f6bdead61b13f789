"""Characters that are there and not seen: told apart, taken out, or made visible.

What a person cannot see must not reach a model, and what a student or a model wrote must not move the cursor
of a grader's terminal.
"""

import unicodedata

JOINERS = {"\u200c", "\u200d"}
# No letters, although Unicode files them under letters, marks and symbols: they are drawn as nothing.
BLANK = {"\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
LINE_BREAKS = {"\n", "\r", "\t"}


def is_invisible(character: str) -> bool:
    """Whether a character is drawn as nothing: format, control, tag, filler, variation selector, private use.

    Spaces and line breaks are not: they are seen as the room that they take.
    """
    if character < "\x7f":
        return character < " " and character not in LINE_BREAKS
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
        or is_variation_selector(character)
        or character in BLANK
    )


def is_variation_selector(character: str) -> bool:
    """Whether a character only chooses a look for the one before it; long runs of them carry hidden bytes."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def is_tag(character: str) -> bool:
    """Whether a character is one of the tags that spell ASCII invisibly."""
    return "\U000e0000" <= character <= "\U000e007f"


def without_invisible(text: str) -> str:
    """Text as a person sees it.

    >>> without_invisible("in\\u200bvisible")
    'invisible'
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in text if not is_invisible(character))


def visible(text: str) -> str:
    """Text on one line with all that is not seen spelt out, safe to print anywhere.

    >>> visible("a\\u200bb\\n\\x1b[2Jc")
    'a<U+200B>b <U+001B>[2Jc'
    """
    flat = " ".join(text.split(" ")).replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join(f"<U+{ord(each):04X}>" if is_invisible(each) else each for each in flat)


def shortened(text: str, most: int = 120) -> str:
    """The beginning of `visible(text)`, with an ellipsis where it was cut."""
    seen = visible(text[: 2 * most]).strip()
    return seen if len(seen) <= most and len(text) <= 2 * most else seen[: most - 1].rstrip() + "…"
