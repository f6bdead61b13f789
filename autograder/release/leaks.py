"""Find solutions in students' material.

A leak is two consecutive statements of a solution block, or one statement of at least 40 characters, in the
normalised material, unless it is in `ALLOWED`. Normalised text has no white space and one kind of quote.
Statements are searched as written and as `ast.unparse` writes them, so that layout and comments do not hide
a copy.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from textwrap import dedent

from autograder.release.stubs import find_blocks

LONG_STATEMENT = 40

ALLOWED: frozenset[str] = frozenset()
"""Normalised statements that students' material may hold, each with a comment on why."""

CODE_FENCE = re.compile(r"^[ \t]*(```|~~~)[^\n]*\n(.*?)^[ \t]*\1", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"^[ \t]*[#>]+", re.MULTILINE)
COMMENT = re.compile(r"#[^\n]*")


def find_leaks(solutions: Mapping[str, str], material: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each leak of `solutions` in `material`, which both map names to texts."""
    haystacks = {name: _readings(name, text) for name, text in material.items()}
    for source_name, source in solutions.items():
        for needle in sorted(needles(source)):
            for name, haystack in haystacks.items():
                if needle in haystack:
                    yield f"{name} holds a solution of {source_name}: {needle[:60]}"


def needles(source: str) -> set[str]:
    """Return the normalised long statements and pairs of statements of a solution."""
    found: set[str] = set()
    for statements in _solution_statements(source):
        found |= {one for one in statements if len(one) >= LONG_STATEMENT}
        found |= {first + second for first, second in pairwise(statements)}
    return found - ALLOWED


def _solution_statements(source: str) -> Iterator[list[str]]:
    """Yield each block's statements, compound ones by their header: once unparsed, once as written."""
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    for block in find_blocks(source):
        span = range(block.first, block.last + 1)
        inside = sorted((node for node in statements if node.lineno in span), key=lambda node: node.lineno)
        inside = [node for node in inside if not _is_docstring(node)]
        yield [_normalise(_unparsed(node)) for node in inside]
        yield [_normalise(COMMENT.sub("", _as_written(node, source))) for node in inside]


def _unparsed(node: ast.stmt) -> str:
    text = ast.unparse(node)
    return text.splitlines()[0] if getattr(node, "body", None) else text


def _as_written(node: ast.stmt, source: str) -> str:
    lines = source.encode().split(b"\n")  # columns count bytes
    body = getattr(node, "body", None)
    last, end = (body[0].lineno, body[0].col_offset) if body else (node.end_lineno, node.end_col_offset)
    lines = lines[node.lineno - 1 : last]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][node.col_offset :]
    return b"\n".join(lines).decode()


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _readings(name: str, text: str) -> str:
    """Return the text in each way that it may hold code: as written, unquoted, uncommented, unparsed."""
    unquoted = QUOTED.sub("", text)
    readings = [text, unquoted, COMMENT.sub("", text), COMMENT.sub("", unquoted)]
    snippets = [text] if name.endswith(".py") else [match[2] for match in CODE_FENCE.finditer(text)]
    for snippet in snippets:
        try:
            readings.append(ast.unparse(ast.parse(dedent(snippet))))
        except (SyntaxError, ValueError):  # not Python, so only its text is searched
            continue
    return "\n".join(map(_normalise, readings))


def _normalise(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("'", '"')
