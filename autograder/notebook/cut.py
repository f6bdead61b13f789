"""Cut a module into given code and one cell for each function, and strip solutions from cells."""

import ast
import re
from dataclasses import dataclass

from autograder.catalog import Module
from autograder.errors import AutograderError
from autograder.release.stubs import BEGIN, BEGIN_NO_PROMPT, END, find_blocks


class NotebookError(AutograderError):
    """The notebook edition cannot be made; the text says why."""


@dataclass(frozen=True)
class CutModule:
    """A solution in pieces, with its markers; each begins with a comment that names the module."""

    given: str
    """Imports and constants that students get; the only piece without solutions."""
    functions: dict[str, str]
    """The code of each function of the catalog, with what stands between it and the one before."""


def cut_module(source: str, module: Module) -> CutModule:
    """Cut a solution's source at its functions.

    Code before the first function is given, except solution blocks, which go to the first function.

    Raises:
        MarkerError: the source has invalid markers.
        NotebookError: a function of the catalog is missing.
    """
    lines = source.split("\n")
    blocks = find_blocks(source)
    asked = {question.function for question in module.questions}
    nodes = [
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name in asked
    ]
    if missing := asked - {node.name for node in nodes}:
        raise NotebookError(f"{module.path} does not define {', '.join(sorted(missing))}")
    given: list[str] = []
    functions: dict[str, str] = {}
    done = 0  # lines that are in a piece already
    for node in nodes:
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1
        inside = [block.last for block in blocks if node.lineno <= block.first <= (node.end_lineno or 0) + 1]
        last = max([node.end_lineno or 0, *inside])
        before = lines[done:first]
        if not functions:
            of_blocks = {
                number
                for block in blocks
                if block.last <= first
                for number in range(block.first - 1, block.last)
            }
            given = [line for number, line in enumerate(before) if number not in of_blocks]
            before = [line for number, line in enumerate(before) if number in of_blocks]
        gap = _without_gaps(before)
        if gap and gap[-1].strip() != END:
            gap += ["", ""]
        functions[node.name] = "\n".join([*gap, *lines[first:last]])
        done = last
    if rest := _without_gaps(lines[done:]):
        functions[nodes[-1].name] += "\n\n" + "\n".join(rest)
    return CutModule(
        f"# {module.path}: given\n{_tidy(given)}",
        {name: f"# {module.path}\n{text}" for name, text in functions.items()},
    )


def _without_gaps(lines: list[str]) -> list[str]:
    """Drop blank lines at the ends and around solution blocks, so that stripping them leaves no gap."""
    text = "\n".join(lines).strip("\n").split("\n") if any(line.strip() for line in lines) else []
    kept: list[str] = []
    for number, line in enumerate(text):
        after_block = bool(kept) and kept[-1].strip() == END
        following = next((each.strip() for each in text[number:] if each.strip()), "")
        if not line.strip() and (after_block or following in (BEGIN, BEGIN_NO_PROMPT)):
            continue
        kept.append(line)
    return kept


def _tidy(lines: list[str]) -> str:
    """Return the lines with at most one blank line in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def for_otter(piece: str, label: str) -> str:
    """Return a function's cell for the master notebook: Otter replaces its solution by our stub's `raise`."""
    lines = []
    for line in piece.split("\n"):
        if line.strip() == BEGIN:
            indent = line[: len(line) - len(line.lstrip())]
            lines += [
                f'{indent}""" # BEGIN PROMPT',
                f'{indent}raise NotImplementedError("{label}")',
                f'{indent}"""; # END PROMPT',
                f"{indent}{BEGIN_NO_PROMPT}",
            ]
        else:
            lines.append(line)
    return "\n".join(lines)


def stripped(piece: str, label: str) -> str:
    r"""Return a function's cell as students get it.

    >>> stripped("def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION", "Part 1.1: f")
    'def f():\n    raise NotImplementedError("Part 1.1: f")'
    """
    lines = []
    inside = False
    for line in piece.split("\n"):
        text = line.strip()
        if text == BEGIN:
            lines.append(f'{line[: len(line) - len(line.lstrip())]}raise NotImplementedError("{label}")')
        inside = inside or text in (BEGIN, BEGIN_NO_PROMPT)
        if not inside:
            lines.append(line)
        inside = inside and text != END
    return "\n".join(lines)
