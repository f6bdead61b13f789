"""Source is parsed: a cell's statements; of one that is not Python as a whole, those that are."""

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autograder.submissions.notebook.lexer import DEFINITION, Line, as_ipython_runs_it, chunks, joined
from autograder.submissions.notebook.statements import PARSE_ERRORS, Statement

MAX_CHARACTERS = 200_000
"""Of source that is parsed at once: a list of numbers takes 500 times its size, and a minute for 2 MB."""


@dataclass(frozen=True)
class Broken:
    """Source that is not Python: the function that it defines, if any, and where it fails."""

    name: str
    lines: tuple[Line, ...]
    at: Line
    reason: str


@dataclass
class Parsed:
    """What the source of a cell came to."""

    statements: list[Statement] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    too_long: bool = False


def parse(lines: Sequence[Line], *, as_file: bool = False) -> Parsed:
    """Return the statements of a cell; of one that is not Python as a whole, those that are.

    Args:
        lines: the source.
        as_file: it is a file's, to which IPython adds nothing.
    """
    parsed = Parsed()
    if sum(len(line.text) + 1 for line in lines) <= MAX_CHARACTERS:
        if (tree := _tree(lines)) is not None:
            parsed.statements = list(_cut(tree, lines))
            return parsed
        lines = lines if as_file else as_ipython_runs_it(lines)
        if (tree := _tree(lines)) is not None:
            parsed.statements = list(_cut(tree, lines))
            return parsed
    for chunk in chunks(lines if as_file else as_ipython_runs_it(lines)):
        _parse_chunk(chunk, parsed, by_words=True)
    return parsed


def is_python(lines: Sequence[Line]) -> bool:
    """Return whether a cell is Python as a whole, or as IPython runs it."""
    if sum(len(line.text) + 1 for line in lines) > MAX_CHARACTERS:
        return False
    return _tree(lines) is not None or _tree(as_ipython_runs_it(lines)) is not None


def _parse_chunk(chunk: list[Line], parsed: Parsed, *, by_words: bool) -> None:
    if sum(len(line.text) + 1 for line in chunk) > MAX_CHARACTERS:
        parsed.too_long = True
        return
    try:
        tree = _parse_text(joined(chunk))
    except PARSE_ERRORS as error:
        smaller = chunks(chunk, by_words=True) if by_words else []
        if len(smaller) > 1:
            for each in smaller:
                _parse_chunk(each, parsed, by_words=False)
            return
        name = next((found[1] for line in chunk if (found := DEFINITION.match(line.text))), "")
        number = min(max(getattr(error, "lineno", None) or 1, 1), len(chunk))
        reason = str(getattr(error, "msg", "") or type(error).__name__)
        parsed.broken.append(Broken(name, tuple(chunk), chunk[number - 1], reason))
    else:
        parsed.statements += _cut(tree, chunk)


def _tree(lines: Sequence[Line]) -> ast.Module | None:
    try:
        return _parse_text(joined(lines))
    except PARSE_ERRORS:
        return None


def _parse_text(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, feature_version=None)


def _cut(tree: ast.Module, lines: Sequence[Line]) -> Iterator[Statement]:
    """Yield each statement with its own lines; of a line that it shares with others, its part."""
    for node in tree.body:
        decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
        first, last = min([node.lineno, *decorators]) - 1, (node.end_lineno or node.lineno) - 1
        own = list(lines[first : last + 1])
        last_bytes = own[-1].text.encode()[: node.end_col_offset]
        own[-1] = Line(last_bytes.decode(errors="replace"), own[-1].cell, own[-1].number)
        if not decorators and node.col_offset:
            text = own[0].text.encode()[node.col_offset :].decode(errors="replace")
            own[0] = Line(text, own[0].cell, own[0].number)
        yield Statement(node, tuple(own), 0)
