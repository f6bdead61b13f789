"""Cut a text into runs of figures, operators and brackets: what may be an equation."""

import re
from collections.abc import Iterator

from autograder.marking.numbers.expressions import FUNCTIONS, OPERATORS, Token
from autograder.marking.numbers.figures import Figure

MAX_WORDS_BETWEEN = 4
SIGNS = {
    **dict.fromkeys(("×", "x", "X", "·", "⋅", "∙", "•", "✕", "times", "multiplied by"), "*"),
    **dict.fromkeys(("÷", "∕", "over", "divided by", "divided among", "divided over"), "/"),
    **dict.fromkeys(("−", "–", "—", "minus", "less"), "-"),
    "plus": "+",
    **dict.fromkeys(
        ("≈", "≃", "≅", "~", "⇒", "→", "⟶", "⟹", "->", "=>", "==", "-->", "equals", "gives", "give"), "="
    ),
    **dict.fromkeys(
        ("makes", "make", "yields", "yield", "is", "are", "equal", "comes to", "we get", "you get"), "="
    ),
    **dict.fromkeys(
        ("amounts to", "results in", "adds up to", "add up to", "sums to", "totals", "that's"), "="
    ),
    **dict.fromkeys(("giving", "making", "is about", "is roughly", "means", "leads to"), "="),
    **dict.fromkeys(("ceil", "ceiling", "roundup"), "ceil"),
    "int": "floor",
    **dict.fromkeys(
        ("so", "thus", "hence", "therefore", "rounded up", "round up", "rounding up", "i.e."), "so"
    ),
}
SOLID = {"=", "≈", "≃", "≅", "~", "==", "→", "⇒", "->", "=>", "⟶", "⟹", "-->"}
# After one of these words, a figure belongs to another statement.
BREAKS = {
    *(
        "and",
        "but",
        "while",
        "whereas",
        "if",
        "when",
        "because",
        "which",
        "where",
        "although",
        "however",
        "not",
    ),
    *(
        "instead",
        "or",
        "versus",
        "vs",
        "than",
        "until",
        "unless",
        "though",
        "since",
        "then",
        "with",
        "without",
    ),
    *("besides", "compared", "leaves", "leaving", "needs", "need", "only", "between", "has", "have", "had"),
}
PIECE = re.compile(
    r"multiplied by|divided (?:by|among|over)|comes to|we get|you get|amounts to|results in|adds? up to"
    r"|sums to|is about|is roughly|leads to|that's|round(?:ed|ing)? up|i\.e\."
    r"|[^\W\d_]+(?:'s)?|-->|->|=>|==|\n\s*\n|\n\s*[-*|•]"
    r"|[-+*/=×÷·⋅∙•✕∕−–—≈≃≅~⇒→⟶⟹()\[\]{}|;:.<>≤≥≠,]",
    re.IGNORECASE,
)


CONTINUES = re.compile(r"\s*(?:so|thus|hence|therefore|i\.e\.|rounded|divided|times|plus|minus|[-=≈→⇒+×*/÷])")
"""What goes on with a sum after a comma."""


class Sign(str):
    """An equals sign; `solid` ones are signs, the others are words."""

    solid: bool = False
    is_plain: bool = False
    """Whether it is a "=" and no arrow."""


class Spelled(str):
    """An operator in words, such as *over*, which may also be prose."""


def _equals(said: str) -> Sign:
    sign = Sign("=")
    sign.solid = said in SOLID
    sign.is_plain = said in {"=", "=="}
    return sign


def find_runs(text: str, figures: list[Figure]) -> Iterator[list[Token]]:
    """Yield the runs of a text. A few words after a figure do not end a run."""
    runs: list[list[Token]] = [[]]
    depths: list[int] = []
    words = 0
    for token in _tokens(text, figures):
        run = runs[-1]
        if token == "(" and run and (isinstance(run[-1], Figure) or run[-1] == ")"):
            # What stands in brackets right after a figure is a remark with sums of its own.
            runs.append([])
            depths.append(0)
            words = 0
        elif token == "(" and depths:
            depths[-1] += 1
            run.append(token)
        elif token == ")" and depths and depths[-1] == 0:
            yield runs.pop()
            depths.pop()
            words = 0
        elif (
            isinstance(token, str)
            and token not in OPERATORS
            and token not in FUNCTIONS
            and token not in "=()"
        ):
            words += 1
            if token == "so":
                run.append(token)
            elif token in {"|", "<"} or words > MAX_WORDS_BETWEEN or token in BREAKS:
                yield run
                runs[-1] = []
                words = 0
                if token == "|":
                    yield from runs[:-1]
                    runs, depths = [[]], []
        else:
            if token == ")" and depths:
                depths[-1] -= 1
            # Two figures without an operator between them are prose: "3 nodes with 8 GPUs".
            if isinstance(token, Figure) and run and isinstance(run[-1], Figure):
                yield run
                runs[-1] = run = []
            words = 0
            run.append(token)
    yield from runs


def _tokens(text: str, figures: list[Figure]) -> Iterator[Token]:
    place = 0
    for figure in [*figures, None]:
        end = figure.start if figure else len(text)
        for match in PIECE.finditer(text, place, end):
            yield (
                "/"
                if match[0] == ":" and _is_ratio(text, match.start())
                else _token(match[0], text, match.start())
            )
        if figure:
            yield figure
            place = figure.end


def _token(piece: str, text: str, start: int) -> Token:
    said = piece.strip()
    sign = SIGNS.get(said, SIGNS.get(said.lower(), said.lower()))
    if sign == "," and not CONTINUES.match(text, start + 1):
        return "|"
    if not said or "\n" in piece or sign in {";", ":"} or (sign == "." and _ends_sentence(text, start)):
        return "|"
    if sign in {"<", ">", "≤", "≥", "≠"}:
        return "<"
    if sign in "[{":
        return "("
    if sign in "]}":
        return ")"
    if sign in OPERATORS and said[0].isalpha() and len(said) > 1:
        return Spelled(sign)
    return _equals(said) if sign == "=" else sign


def _is_ratio(text: str, start: int) -> bool:
    """Whether a colon divides, as in "28.8 TB : 1.128 TB = 25.5"."""
    around = text[max(start - 8, 0) : start + 24]
    return bool(re.search(r"(?:\d|[GTM]i?B) : \d[\d.,' ]*\s?(?:[GTM]i?B)?\s?[=≈]", around))


def _ends_sentence(text: str, start: int) -> bool:
    return not text[start + 1 : start + 2].isalnum() and not re.search(
        r"\b(?:ca|approx|resp)$", text[:start][-8:]
    )


def sides(run: list[Token]) -> Iterator[tuple[list[Token], Sign]]:
    """Yield the sides of a run, each with the equals sign before it."""
    side: list[Token] = []
    before = Sign("=")
    for token in [*run, Sign("=")]:
        if isinstance(token, Sign):
            if side:
                yield side, before
            side, before = [], token
        elif token != "so":
            side.append(token)
        elif side:
            yield side, before
            side, before = [], Sign("so")
