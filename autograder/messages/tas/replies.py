"""Words about a model's reply, its quotes and the draft that it yields."""

from collections.abc import Iterable, Sequence

QUOTE_ABSENT = "does not occur in the answer"


def quote_too_short(words: int) -> str:
    """A quote of one word."""
    return f"{words} words are too few for a quote"


def quote_too_long(words: int) -> str:
    """A quote of half an answer."""
    return f"{words} words are too many for a quote"


def quote_near(passage: str) -> str:
    """A quote with a slip."""
    return f"the answer says: {passage}"


def quote_cut(passage: str) -> str:
    """A quote without the word that turns its sense."""
    return f"cut so that its sense turns; the answer says: {passage}"


def quote_reversed(passage: str) -> str:
    """A quote with another number, or without a "not"."""
    return f"a number or a negation differs; the answer says: {passage}"


REPLY_DECLINED = "the model declined to mark; nothing is wrong with the form, ask again or mark by hand"
REPLY_EMPTY = "it is empty"
REPLY_HAS_TEXT_AROUND = "there is text around the JSON object; nothing else is allowed"
REPLY_NOT_AN_OBJECT = "$ must be one JSON object"


def reply_declined(said: str) -> str:
    """A model that says that it does not mark."""
    return f"{REPLY_DECLINED}: {said}"


def reply_refused(reason: str) -> str:
    """A reply that yields no draft."""
    return f"REFUSED, no points: {reason}"


def reply_too_long(max_characters: int) -> str:
    """A reply over the limit."""
    return f"it has more than {max_characters:,} characters"


def reply_not_json(reason: object) -> str:
    """A reply that does not parse, with the parser's reason."""
    return f"it is not valid JSON (cut short, perhaps): {reason}"


def reply_unparsable(kind: str) -> str:
    """A reply that the parser gives up on."""
    return f"it cannot be parsed as JSON: {kind}"


def reply_key_repeated(key: str) -> str:
    """One key twice in an object."""
    return f"the key {key!r} occurs twice in one object"


def reply_not_a_number(constant: str) -> str:
    """A constant that JSON does not have."""
    return f"{constant} is not valid JSON"


def reply_for_another_rubric(stamp: object, expected: str) -> str:
    """A reply with another stamp."""
    return f"it is for the rubric {stamp!r:.60}, not for {expected!r}"


def reply_keys(path: str, missing: Sequence[str], unexpected: Sequence[str]) -> str:
    """An object with the wrong keys, at most five of each named."""
    parts = [
        f"{what} {', '.join(map(repr, keys[:5]))}"
        for what, keys in (("lacks", missing), ("has unexpected", unexpected))
        if keys
    ]
    return f"{path} {' and '.join(parts)}"


def reply_type(path: str, expected: str, value: object) -> str:
    """A value of another JSON type."""
    return f"{path} must be of type {expected}, not {value!r:.40}"


def reply_choice(path: str, choices: Iterable[str], value: object) -> str:
    """A value outside a list."""
    return f"{path} must be one of {', '.join(choices)}, not {value!r:.40}"


def reply_half_character(path: str) -> str:
    """A surrogate without its partner."""
    return f"{path} holds half a character (a lone surrogate)"


QUOTE_REQUIRED = "this verdict needs a quote"


def draft_sum(stamp: str, points: float, total: float) -> str:
    """The last line of a draft without refused verdicts."""
    return f"Draft by rubric {stamp}: {points:g} of {total:g} points. A person decides."


def draft_without_sum(refused: Sequence[str], verdicts: int, points: float, total: float) -> tuple[str, str]:
    """The last lines of a draft with refused verdicts."""
    return (
        f"No sum: {len(refused)} of {verdicts} verdicts are refused ({', '.join(refused)}).",
        f"The others come to {points:g} of {total:g} points; a person decides the rest.",
    )


def draft_points(points: float | None, total: float) -> str:
    """The points of one verdict, None if it is refused."""
    return "refused" if points is None else f"{points:g} of {total:g}"
