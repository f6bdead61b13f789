"""Slips: small oversights in the solutions, which no misconception explains.

A slip is off by one, ignores an argument, loops once, or the like. Students make them while they
understand the task. So a hint that names a misconception must not go to a slip by accident: the audit
grades every slip of `find_slips` and refuses a hint that a slip would get, see `slip_hints.py`.
"""

import ast
import difflib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum

from autograder.audit.slip_edits import SlipKind, body_edits, expression_edits, statement_edits

__all__ = ["Place", "Slip", "SlipKind", "find_slips", "slips_of_function"]

Place = tuple[str, str, str]
"""The module, the function and the changed line: what an explanation refers to."""


@dataclass(frozen=True)
class Slip:
    """A definition of the solutions with one slip in it."""

    module: str
    function: str
    """The definition at the top level that holds the slip; it may be a helper."""
    kind: StrEnum
    line: str
    """What the slip made of its lines, or ``without …`` if it only removed some."""
    text: str
    """The definition, to be appended to the module."""

    @property
    def place(self) -> Place:
        """Its key in the list of explained slips."""
        return self.module, self.function, self.line

    @property
    def id(self) -> str:
        """A short name for reports."""
        return f"{self.module}.{self.function}: {self.kind}: {self.line}"


def find_slips(module: str, source: str) -> Iterator[Slip]:
    """Yield every slip of every function of a module, in order, each once.

    >>> [slip.line for slip in find_slips("m", "def f(x: int) -> int: return x")][:3]
    ['return x + 1', 'return x - 1', 'return x * 0']
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield from slips_of_function(module, node)


def slips_of_function(module: str, function: ast.FunctionDef) -> Iterator[Slip]:
    """Yield every slip of one function, each once."""
    function = deepcopy(function)
    if ast.get_docstring(function):
        del function.body[0]
    before = ast.unparse(function)
    seen = {before}
    for kind, mutant in _edited(function):
        text = ast.unparse(ast.fix_missing_locations(mutant))
        if text not in seen:
            seen.add(text)
            yield Slip(module, function.name, kind, _changed_line(before, text), text + "\n")


def _edited(function: ast.FunctionDef) -> Iterator[tuple[SlipKind, ast.FunctionDef]]:
    """Yield copies of a function with one edit each."""
    for node in _code_of(function):
        if isinstance(node, ast.expr):
            for kind, expression in expression_edits(node, function):
                yield kind, _with(function, node, expression)
        elif isinstance(node, ast.stmt):
            for kind, statements in statement_edits(node, function):
                yield kind, _with(function, node, statements)
    for kind, body in body_edits(function):
        changed = deepcopy(function)
        changed.body = deepcopy(body)
        yield kind, changed


def _code_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function's code: no annotations, defaults or messages of errors."""
    children: list[ast.AST]
    match node:
        case ast.FunctionDef(body=body):
            children = list(body)
        case ast.Raise():
            return
        case ast.AnnAssign(value=value):
            children = [value] if value else []
        case _:
            children = list(ast.iter_child_nodes(node))
    for child in children:
        if isinstance(child, ast.expr | ast.stmt):
            yield child
        yield from _code_of(child)


class _Replace(ast.NodeTransformer):
    """Puts other nodes in the place of one."""

    def __init__(self, target: ast.AST, new: ast.expr | list[ast.stmt]) -> None:
        self.target, self.new = target, new

    def visit(self, node: ast.AST) -> ast.AST | list[ast.stmt]:
        """Return the node, or what replaces it."""
        if node is self.target:
            return self.new
        self.generic_visit(node)
        return node


def _with(function: ast.FunctionDef, target: ast.AST, new: ast.expr | list[ast.stmt]) -> ast.FunctionDef:
    memo: dict[int, ast.AST] = {}
    changed = deepcopy(function, memo)
    _Replace(memo[id(target)], deepcopy(new)).visit(changed)
    for node in ast.walk(changed):  # a block whose only statement was removed
        if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If) and not node.body:
            node.body = [ast.Pass()]
    return changed


def _changed_line(before: str, after: str) -> str:
    """Return the new lines in one, or ``without`` and the lines that are gone."""
    old, new = before.splitlines(), after.splitlines()
    changes = list(difflib.ndiff(old, new))
    added = " ".join(line[2:].strip() for line in changes if line.startswith("+ "))
    gone = " ".join(line[2:].strip() for line in changes if line.startswith("- "))
    return added or f"without {gone}"
