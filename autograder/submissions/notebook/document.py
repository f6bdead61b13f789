"""A notebook as statements: which cells are code, how they are read, to which module they belong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from autograder.submissions.notebook.cells import Cell
from autograder.submissions.notebook.lexer import DEFINITION, Line, joined, lines_of
from autograder.submissions.notebook.parse import Broken, Parsed, is_python, parse
from autograder.submissions.notebook.statements import Statement

MODULE = re.compile(r"<!--\s*MODULE\s+(\w+)\s*-->")
_FENCE = re.compile(r"(?P<fence>```+|~~~+)[ \t]*(?P<language>\w*)")
_CELL_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)")
_FILE_MAGICS = {"writefile", "file"}
# Their bodies run as the notebook's own Python. `%%timeit` keeps nothing, and others are not Python.
_PYTHON_MAGICS = {"time", "capture", "prun"}
_PYTHON = {"", "python", "python3", "py", "ipython", "ipython3"}
MAX_JOINED = 5
"""Cells that were split inside a function, and are joined again."""
MAX_CODE = 1_000_000
"""Characters of code in all."""


@dataclass
class Document:
    """The code of a notebook."""

    statements: list[Statement] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    joined: list[Cell] = field(default_factory=list)
    """The first of cells that were split inside a function."""
    long: list[Cell] = field(default_factory=list)
    """Cells with more code than is read."""
    files: dict[str, str] = field(default_factory=dict)
    """Other Python files that cells write."""


@dataclass
class _Code:
    """The code of a cell."""

    cell: Cell
    lines: list[Line]
    is_spare: bool = False
    file: str = ""
    """The module whose file it writes."""
    parsed: Parsed = field(default_factory=Parsed)


def read_document(
    cells: Sequence[Cell], functions: Mapping[str, Sequence[str]], excluded: Sequence[str]
) -> Document:
    """Return the statements of a notebook, each with the module to which it belongs.

    Args:
        cells: of the notebook.
        functions: names of the functions by module.
        excluded: modules that are not made of the notebook.
    """
    document = Document()
    codes = _codes(cells, functions, document)
    _join_split_cells(codes, document)
    left = MAX_CODE
    for code in codes:
        code.parsed = parse(code.lines)
        left -= sum(len(line.text) for each in code.parsed.statements for line in each.lines)
        if code.parsed.too_long or left < 0:
            document.long.append(code.cell)
        if left < 0:
            code.parsed = Parsed()
            break
        for each in code.parsed.statements:
            each.is_spare = code.is_spare
        document.statements += code.parsed.statements
        if not code.is_spare:
            document.broken += code.parsed.broken
    _assign_owners(cells, codes, functions, excluded)
    return document


def _codes(cells: Sequence[Cell], functions: Mapping[str, Sequence[str]], document: Document) -> list[_Code]:
    codes = []
    for cell in cells:
        if cell.kind != "code":
            codes += [_Code(cell, lines, is_spare=True) for lines in _code_in_text(cell)]
            continue
        if cell.is_setup:
            continue
        lines = lines_of(cell.text, cell.number)
        first = next(
            (n for n, line in enumerate(lines) if line.text.strip() and not line.text.startswith("#")), 0
        )
        magic = _CELL_MAGIC.match(lines[first].text)
        if not magic:
            codes.append(_Code(cell, lines))
            continue
        body = lines[:first] + lines[first + 1 :]
        if magic[1] in _FILE_MAGICS:
            name = re.split(r"[/\\]", magic[2].strip().strip("\"'"))[-1]
            module = name.removesuffix(".py")
            if name.endswith(".py") and module in functions:
                codes.append(_Code(cell, body, file=module))
            elif name.endswith(".py") and module.isidentifier():
                document.files[name] = joined(lines[first + 1 :]) + "\n"
        elif magic[1] in _PYTHON_MAGICS:
            codes.append(_Code(cell, body))
    return codes


def _code_in_text(cell: Cell) -> list[list[Line]]:
    """Return code that stands in a cell of Markdown: the whole cell, or its fenced blocks."""
    lines = lines_of(cell.text, cell.number)
    fenced: list[list[Line]] = []
    fence = ""
    for line in lines:
        if not fence and (begins := _FENCE.match(line.text)):
            fence = begins["fence"]
            is_code = begins["language"].lower() in _PYTHON
            fenced += [[]] if is_code else []
        elif fence and line.text.strip() == fence:
            fence = ""
        elif fence and is_code:
            fenced[-1].append(line)
    if fenced:
        return fenced
    has_code = re.search(r"^(?:def|class|import|from|async def|@\w)|^\w+ *= *\S", cell.text, re.MULTILINE)
    if has_code and (is_python(lines) or re.search(r"^def \w+\(.*[,:(]\s*$", cell.text, re.MULTILINE)):
        return [lines]
    return []


def _join_split_cells(codes: list[_Code], document: Document) -> None:
    """Join cells that Python refuses one by one and accepts together: a cell was split inside a function."""
    for place in range(len(codes)):
        parts: list[_Code] = []
        whole = 0
        for part in codes[place : place + MAX_JOINED]:
            if part.is_spare or part.file or (parts and not _goes_on(parts[-1].lines, part.lines)):
                break
            parts.append(part)
            if len(parts) > 1 and is_python([line for each in parts for line in each.lines]):
                whole = len(parts)
        if whole:
            together = [line for each in parts[:whole] for line in each.lines]
            codes[place : place + whole] = [_Code(parts[0].cell, together)]
            document.joined.append(parts[0].cell)


def _goes_on(first: Sequence[Line], second: Sequence[Line]) -> bool:
    """Return whether the second of two cells may be the rest of the first."""
    end = next((line.text for line in reversed(first) if line.text.strip()), "")
    begin = next((line.text for line in second if line.text.strip()), "")
    if begin[:1].isspace() and (end[:1].isspace() or end.endswith(":")):
        return not (DEFINITION.match(begin.lstrip()) and is_python(second))
    return not is_python(first)


def _assign_owners(
    cells: Sequence[Cell],
    codes: Sequence[_Code],
    functions: Mapping[str, Sequence[str]],
    excluded: Sequence[str],
) -> None:
    """Say to which module each statement belongs.

    Sure signs are a function of the module, or a first comment such as `# sampling.py`. Other statements
    belong to the section in which they stand; without sections, to the module whose function follows, because
    helpers stand above what uses them.
    """
    module_of = {name: module for module, names in functions.items() for name in names}
    sections = _sections(cells)
    ordered = [(code, each) for code in codes for each in code.parsed.statements]
    sure: list[str] = []
    for code, each in ordered:
        defined = [module_of[n] for n in each.bindings if n in module_of and each.makes_function(n)]
        commented = re.match(r"#+\s*(?:\w+/)*(\w+)\.py\b", code.cell.text.lstrip())
        by_comment = commented[1] if commented and commented[1] in functions else ""
        sure.append(code.file or (defined[0] if defined and not each.is_import else by_comment))
    followed: list[str] = list(sure)
    for place in range(len(followed) - 2, -1, -1):
        followed[place] = followed[place] or followed[place + 1]
    for before, after in pairwise(range(len(followed))):
        followed[after] = followed[after] or followed[before]
    for (code, each), certain, near in zip(ordered, sure, followed, strict=True):
        owner = certain or sections.get(code.cell.number, "") or near
        each.owner = "" if owner in excluded or owner not in functions else owner


def _sections(cells: Sequence[Cell]) -> dict[int, str]:
    """Return the module in whose section each cell stands, by the cell's number."""
    found: dict[int, str] = {}
    current = ""
    for cell in cells:
        if cell.kind != "code" and (marker := MODULE.search(cell.text)):
            current = marker[1]
        if current:
            found[cell.number] = current
    return found
