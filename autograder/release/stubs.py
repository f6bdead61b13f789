"""Generate stubs from solutions, by Otter's plain markers.

A block from ``# BEGIN SOLUTION`` to ``# END SOLUTION`` inside a function becomes one
``raise NotImplementedError("Part 1.2: nucleus")``; a block that opens with ``# BEGIN SOLUTION NO PROMPT``
is removed. All other text, such as docstrings, stays in the stub.
"""

import ast
import re
from dataclasses import dataclass

from autograder.catalog import Module
from autograder.errors import AutograderError

BEGIN = "# BEGIN SOLUTION"
BEGIN_NO_PROMPT = "# BEGIN SOLUTION NO PROMPT"
END = "# END SOLUTION"
# Lines that Otter or nbgrader would not accept as a marker: a typo would leave a solution in the stub.
NEARLY_A_MARKER = re.compile(r"#+\s*((begin|start|end|stop)\w*[\s_-]*)?solution\b", re.IGNORECASE)


class MarkerError(AutograderError):
    """A solution with invalid markers; the text names the line and the problem."""


@dataclass(frozen=True)
class SolutionBlock:
    """The lines of one solution with its markers, counted from 1."""

    first: int
    last: int
    keeps_prompt: bool


def make_stub(source: str, module: Module) -> str:
    """Return the student's file for a solution's source.

    Raises:
        MarkerError: a marker is misspelt, unmatched or misplaced; a function of the catalog is missing or
            has no solution block of its own; or the source or its stub is not Python.
    """
    lines = source.split("\n")  # as Python counts lines; splitlines() also splits at a form feed
    bodies = _function_bodies(source)
    labels = {question.function: question.label for question in module.questions}
    solved: list[str] = []
    stub = list(lines)
    for block in reversed(find_blocks(source)):
        function = next((name for name, body in bodies.items() if block.first in body.lines), None)
        replacement: list[str] = []
        removed = slice(block.first - 1, block.last)
        if block.keeps_prompt:
            if function not in labels:
                raise MarkerError(
                    f"line {block.first}: a block outside the catalog's functions needs NO PROMPT"
                )
            marker = lines[block.first - 1]
            indent = marker[: len(marker) - len(marker.lstrip())]
            replacement = [f'{indent}raise NotImplementedError("{labels[function]}")']
            if block.last != bodies[function].lines[-1] + 1:
                raise MarkerError(f"{function}: its solution block must end right after its last line")
            if indent != bodies[function].indent:
                raise MarkerError(f"line {block.first}: the marker must be indented like {function}'s body")
            solved.append(function)
        else:
            removed = _with_blank_lines(removed, stub)
        stub[removed] = replacement
    for function in labels:
        if solved.count(function) != 1:
            raise MarkerError(
                f"{module.path}: {function} has {solved.count(function)} solution blocks, not 1"
            )
    text = "\n".join(stub).rstrip("\n") + "\n"
    _parse(text, "the stub")
    return text


def _with_blank_lines(block: slice, lines: list[str]) -> slice:
    """Extend a block by the blank lines on the side with fewer of them, which keeps the spacing around it."""
    before, after = block.start, block.stop
    while before > 0 and not lines[before - 1].strip():
        before -= 1
    while after < len(lines) and not lines[after].strip():
        after += 1
    if block.start - before < after - block.stop:
        return slice(before, block.stop)
    return slice(block.start, after)


def find_blocks(source: str) -> list[SolutionBlock]:
    """Return the solution blocks of a file, in order.

    Raises:
        MarkerError: a marker is misspelt, unmatched or nested.
    """
    blocks: list[SolutionBlock] = []
    opened: tuple[int, str] | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        text = line.strip()
        if text in (BEGIN, BEGIN_NO_PROMPT):
            if opened:
                raise MarkerError(f"line {number}: a block opens inside the block of line {opened[0]}")
            opened = number, text
        elif text == END:
            if not opened:
                raise MarkerError(f"line {number}: {END} without a {BEGIN}")
            blocks.append(SolutionBlock(opened[0], number, keeps_prompt=opened[1] == BEGIN))
            opened = None
        elif NEARLY_A_MARKER.search(line):
            raise MarkerError(
                f"line {number}: {text!r} is not a marker; write {BEGIN!r} or {END!r} on its own line"
            )
    if opened:
        raise MarkerError(f"line {opened[0]}: the block does not end")
    return blocks


@dataclass(frozen=True)
class _Body:
    lines: range
    indent: str


def _function_bodies(source: str) -> dict[str, _Body]:
    """Return the body of each top-level function."""
    functions = [node for node in _parse(source, "the solution").body if isinstance(node, ast.FunctionDef)]
    return {
        node.name: _Body(
            range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1), " " * node.body[0].col_offset
        )
        for node in functions
    }


def _parse(source: str, what: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise MarkerError(f"{what} is not valid Python: {error}") from error
