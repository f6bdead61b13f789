"""Invisible characters: recognise them, remove them, or spell them out.

Text that a person cannot see must not reach a model, and text by a student or a model must not control a
grader's terminal.
"""

import unicodedata

JOINERS = {"\u200c", "\u200d"}
# Unicode files these under letters, marks and symbols, but they are drawn as nothing.
BLANK = {"\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
LINE_BREAKS = {"\n", "\r", "\t"}


def is_invisible(character: str) -> bool:
    """Whether a character is drawn as nothing: format, control, tag, filler, variation selector, private use.

    Spaces and line breaks count as visible.
    """
    if character < "\x7f":
        return character < " " and character not in LINE_BREAKS
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
        or is_variation_selector(character)
        or character in BLANK
    )


def is_variation_selector(character: str) -> bool:
    """Whether a character only styles the one before it. Long runs of these can carry hidden bytes."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def is_tag(character: str) -> bool:
    """Whether a character is one of the tags that spell ASCII text invisibly."""
    return "\U000e0000" <= character <= "\U000e007f"


def without_invisible(text: str) -> str:
    """Return the text as a person sees it.

    >>> without_invisible("in\\u200bvisible")
    'invisible'
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in text if not is_invisible(character))


def visible(text: str) -> str:
    """Return the text on one line with invisible characters spelt out, safe to print anywhere.

    >>> visible("a\\u200bb\\n\\x1b[2Jc")
    'a<U+200B>b <U+001B>[2Jc'
    """
    flat = " ".join(text.split(" ")).replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join(f"<U+{ord(char):04X}>" if is_invisible(char) else char for char in flat)


def shortened(text: str, max_length: int = 120) -> str:
    """Return the beginning of `visible(text)`, with an ellipsis if it was cut."""
    seen = visible(text[: 2 * max_length]).strip()
    fits = len(seen) <= max_length and len(text) <= 2 * max_length
    return seen if fits else seen[: max_length - 1].rstrip() + "…"
