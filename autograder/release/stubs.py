"""Stubs from solutions, by Otter's plain markers.

A block from ``# BEGIN SOLUTION`` to ``# END SOLUTION`` inside a function becomes one
``raise NotImplementedError("Part 1.2: next_token_loss")``; a block that opens with
``# BEGIN SOLUTION NO PROMPT`` leaves nothing. Everything else, docstrings above all, is the student's.
"""

import ast
import re
from dataclasses import dataclass

from autograder.catalog import Module
from autograder.errors import AutograderError

BEGIN = "# BEGIN SOLUTION"
BEGIN_NO_PROMPT = "# BEGIN SOLUTION NO PROMPT"
END = "# END SOLUTION"
# What Otter or nbgrader would not recognise, or would refuse: a typing mistake that would leave a
# solution in the student's copy.
NEARLY_A_MARKER = re.compile(r"#+\s*((begin|start|end|stop)\w*[\s_-]*)?solution\b", re.IGNORECASE)


class MarkerError(AutograderError):
    """A solution whose markers cannot be trusted; the text says which line and why."""


@dataclass(frozen=True)
class Block:
    """The lines of one solution, markers included, counted from 1 as editors do."""

    first: int
    last: int
    keeps_prompt: bool


def make_stub(source: str, module: Module) -> str:
    """The student's file for a solution's source.

    Raises:
        MarkerError: a marker is misspelt, unmatched or at the wrong place, a function of the catalog
            is missing or has no solution block of its own, or the source or its stub is no Python.
    """
    lines = source.split("\n")  # as Python counts them: splitlines() also splits at a form feed
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
                raise MarkerError(f"line {block.first}: the marker must be indented as {function}'s body is")
            solved.append(function)
        else:
            removed = _with_blank_lines(removed, stub)
        stub[removed] = replacement
    for function in labels:
        if solved.count(function) != 1:
            raise MarkerError(
                f"{module.name}.py: {function} has {solved.count(function)} solution blocks, not 1"
            )
    text = "\n".join(stub).rstrip("\n") + "\n"
    _parse(text, "the stub")
    return text


def _with_blank_lines(block: slice, lines: list[str]) -> slice:
    """The block and the fewer of the blank lines on its two sides: what stood around it stands as before."""
    before, after = block.start, block.stop
    while before > 0 and not lines[before - 1].strip():
        before -= 1
    while after < len(lines) and not lines[after].strip():
        after += 1
    if block.start - before < after - block.stop:
        return slice(before, block.stop)
    return slice(block.start, after)


def find_blocks(source: str) -> list[Block]:
    """The solution blocks of a file, in order.

    Raises:
        MarkerError: a marker is misspelt, unmatched or nested.
    """
    blocks: list[Block] = []
    opened: tuple[int, str] | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        text = line.strip()
        if text in (BEGIN, BEGIN_NO_PROMPT):
            if opened:
                raise MarkerError(f"line {number}: a block opens inside the one of line {opened[0]}")
            opened = number, text
        elif text == END:
            if not opened:
                raise MarkerError(f"line {number}: {END} without a {BEGIN}")
            blocks.append(Block(opened[0], number, keeps_prompt=opened[1] == BEGIN))
            opened = None
        elif NEARLY_A_MARKER.search(line):
            raise MarkerError(
                f"line {number}: {text!r} is no marker; write {BEGIN!r} or {END!r} on its own line"
            )
    if opened:
        raise MarkerError(f"line {opened[0]}: a block that never ends")
    return blocks


@dataclass(frozen=True)
class _Body:
    lines: range
    indent: str


def _function_bodies(source: str) -> dict[str, _Body]:
    """For each function at the top level, where its body stands."""
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
        raise MarkerError(f"{what} is no Python: {error}") from error
