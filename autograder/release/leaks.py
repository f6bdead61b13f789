"""Find solutions, and what else only staff may read, in students' material.

A leak is two consecutive statements of a solution block or of a hidden test, or one statement or one sentence
of at least 40 characters, in the normalised material, unless it is in `ALLOWED`. Normalised text has no white
space and one kind of quote. Statements of solutions are searched as written and as `ast.unparse` writes them,
so that layout and comments do not hide a copy.
"""

import ast
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

from autograder.release.stubs import find_blocks

LONG_STATEMENT = 40
START = 16
"""Characters of a needle that are looked up before the whole text is searched for all of it."""

ALLOWED: frozenset[str] = frozenset()
"""Normalised statements that students' material may hold, each with a comment on why."""

CODE_FENCE = re.compile(r"^[ \t]*(```|~~~)[^\n]*\n(.*?)^[ \t]*\1", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"^[ \t]*[#>]+", re.MULTILINE)
COMMENT = re.compile(r"#[^\n]*")
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n")


@dataclass(frozen=True)
class Secret:
    """A text that only staff may read, as the pieces to search for."""

    what: str
    """``a solution of solutions/sampling.py``"""
    needles: Set[str]


def find_leaks(solutions: Mapping[str, str], material: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each leak of `solutions` in `material`, which both map names to texts."""
    return find_secrets([solution(name, source) for name, source in solutions.items()], material)


def find_secrets(secrets: Iterable[Secret], material: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each leak of a secret in `material`, which maps names to texts."""
    haystacks = {name: _readings(name, text) for name, text in material.items()}
    everything = "\n".join(haystacks.values())
    starts = {everything[place : place + START] for place in range(len(everything))}
    for secret in secrets:
        likely = (each for each in secret.needles if len(each) < START or each[:START] in starts)
        for needle in sorted(each for each in likely if each in everything):
            for name, haystack in haystacks.items():
                if needle in haystack:
                    yield f"{name} holds {secret.what}: {needle[:60]}"


def solution(name: str, source: str) -> Secret:
    """Return the secret of a file with solution blocks."""
    return Secret(f"a solution of {name}", needles(source))


def hidden_test(name: str, source: str) -> Secret:
    """Return the secret of a file of hidden tests: the statements of its functions."""
    found: set[str] = set()
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
            inside = [node for node in inside if node is not function and not _is_docstring(node)]
            inside.sort(key=lambda node: (node.lineno, node.col_offset))
            found |= _pieces([_normalise(_unparsed(node)) for node in inside])
    return Secret(f"a hidden test of {name}", found)


def prose(name: str, texts: Iterable[str]) -> Secret:
    """Return the secret of notes or answers in prose: their sentences."""
    sentences = {_normalise(each) for text in texts for each in SENTENCE_END.split(text)}
    return Secret(f"text of {name}", {each for each in sentences if len(each) >= LONG_STATEMENT})


def needles(source: str) -> set[str]:
    """Return the normalised long statements and pairs of statements of a solution."""
    return {piece for statements in _solution_statements(source) for piece in _pieces(statements)} - ALLOWED


def _pieces(statements: list[str]) -> set[str]:
    """Return the long ones among normalised statements, and all pairs of neighbours."""
    long = {one for one in statements if len(one) >= LONG_STATEMENT}
    return long | {first + second for first, second in pairwise(statements)}


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
    readings = [text, html.unescape(text), unquoted, COMMENT.sub("", text), COMMENT.sub("", unquoted)]
    snippets = [text] if name.endswith(".py") else [match[2] for match in CODE_FENCE.finditer(text)]
    for snippet in snippets:
        try:
            readings.append(ast.unparse(ast.parse(dedent(snippet))))
        except (SyntaxError, ValueError):  # not Python, so only its text is searched
            continue
    return "\n".join(dict.fromkeys(map(_normalise, readings)))


def _normalise(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("'", '"')
