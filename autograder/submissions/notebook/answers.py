"""Written answers in a notebook: what a student wrote for each question, wherever they typed it.

A question has three cells: its text, the answer between two markers, and help used. Students also type below
the markers, in the question's cell, in cells of their own, and in code cells; markers get lost, too.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.submissions.notebook.cells import Cell, without_hashes
from autograder.submissions.notebook.lexer import as_ipython_runs_it, joined, lines_of
from autograder.submissions.notebook.statements import PARSE_ERRORS

MAX_CHARACTERS = 200_000
"""Of one answer."""
MARKER = re.compile(
    r"<!--\s*(?P<kind>QUESTION|ANSWER BEGINS|ANSWER ENDS|HELP USED|MODULE)\b[ \t:]*(?P<name>\w*)"
    r"(?:(?:(?!<!--|-->).)*?-->|[^\n]*)",
    re.DOTALL,
)
PLACEHOLDER = re.compile(
    r"[*_]*(?:Replace this line with your answer|Type your answer here, replacing this text)\.?[*_]*", re.IGNORECASE
)
HELP_LINE = re.compile(r"^\*\*Help used\*\*[^:\n]*:", re.MULTILINE)
# Lines of a question that are not the student's.
GIVEN = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|\*\*Length:\*\*)")
SECTION = re.compile(r"\s*#{1,3}\s*Part\b", re.IGNORECASE)
CHECK = re.compile(r"^[ \t]*grader\s*\.", re.MULTILINE)
TEXT_MAGIC = re.compile(r"\s*%%(?:markdown|html|latex)[^\n]*\n")


@dataclass
class Found:
    """What belongs to one question."""

    answer: list[str] = field(default_factory=list)
    help_used: list[str] = field(default_factory=list)
    has_code: bool = False
    """Whether a code cell beside the answer was not read as part of it."""

    @property
    def text(self) -> str:
        """The answer as the text of a file of `written/`."""
        answer = "\n\n".join(piece.strip() for piece in self.answer if piece.strip())[:MAX_CHARACTERS]
        used = "\n".join(piece.strip() for piece in self.help_used if piece.strip())[:MAX_CHARACTERS]
        return f"<!-- ANSWER BEGINS -->\n{answer}\n<!-- ANSWER ENDS -->\n\n**Help used**: {used}\n"


def find_answers(cells: Sequence[Cell], written: Mapping[str, str], functions: set[str]) -> dict[str, Found]:
    """Return what a notebook holds of each written question that stands in it.

    Args:
        cells: of the notebook.
        written: the number of each question, such as `Q1`, by its name.
        functions: names of functions of the assignment, which are not part of an answer.
    """
    reader = _Reader(written)
    for cell in cells:
        if cell.kind != "code":
            reader.read(cell.text)
        elif reader.question and not cell.is_setup:
            text = _text_in_code(cell)
            if text is not None:
                reader.read(text)
            elif not CHECK.search(cell.text) and not _defines(cell, functions):
                reader.found[reader.question].has_code = True
    return reader.found


class _Reader:
    """Goes through texts in document order, and knows to which question the next one belongs."""

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written
        self._by_heading = {
            name: re.compile(rf"\s*#{{1,6}}\s*{re.escape(number)}\b") for name, number in written.items()
        }
        self.found: dict[str, Found] = {}
        self.question = ""

    def read(self, text: str) -> None:
        """Read one cell's text."""
        markers = [each for each in MARKER.finditer(text) if self._is_ours(each)]
        kinds = {each["kind"] for each in markers}
        if SECTION.match(text) and not kinds & {"QUESTION", "ANSWER BEGINS"}:
            self.question = ""
        headed = next((name for name, heading in self._by_heading.items() if heading.match(text)), "")
        if headed:
            self._enter(headed)
        # Without markers, the beginning of a cell is a question's text only if its heading says so.
        zone = "question" if headed or "QUESTION" in kinds else "answer"
        first = next((each for each in markers if each["name"] in self._written), None)
        if first and zone == "question" and not headed:
            self._enter(first["name"])
        at = 0
        for marker in markers:
            self._take(text[at : marker.start()], zone)
            at = marker.end()
            if marker["kind"] == "MODULE":
                self.question = ""
            elif marker["name"] in self._written:
                self._enter(marker["name"])
            zone = "help" if marker["kind"] == "HELP USED" else "answer"
        self._take(text[at:], zone)

    def _is_ours(self, marker: "re.Match[str]") -> bool:
        """Return whether a marker names a question of ours, or none, as those in the files of `written/`."""
        return marker["kind"] == "MODULE" or marker["name"] in self._written or bool(self.question)

    def _enter(self, name: str) -> None:
        self.question = name
        self.found.setdefault(name, Found())

    def _take(self, text: str, zone: str) -> None:
        if not self.question:
            return
        found = self.found[self.question]
        line = HELP_LINE.search(text)
        if zone == "help":
            # Without the line, all that stands in the cell of help used is help.
            before, after = (text[: line.start()], text[line.end() :]) if line else ("", text)
            found.help_used += [before, after]
            return
        if line:
            found.help_used.append(text[line.end() :])
            text = text[: line.start()]
        if zone == "question":
            text = "\n".join(each for each in text.split("\n") if not GIVEN.match(each))
        found.answer.append(PLACEHOLDER.sub("", text))


def _text_in_code(cell: Cell) -> str | None:
    """Return the prose of a cell of code, if it holds nothing else."""
    if magic := TEXT_MAGIC.match(cell.text):
        return cell.text[magic.end() :]
    lines = lines_of(cell.text, cell.number)
    if all(not line.text.strip() or line.text.lstrip().startswith("#") for line in lines):
        return without_hashes("\n".join(line.text.lstrip() for line in lines))
    try:
        tree = ast.parse(joined(as_ipython_runs_it(lines)))
    except PARSE_ERRORS:
        is_code = re.search(r"^\s*(?:def|class|import|from|return|for|while|with)\b.*[:\w]$", cell.text, re.MULTILINE)
        return None if is_code and re.search(r"[=(\[]", cell.text) else cell.text
    texts = []
    for node in tree.body:
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                texts.append(text)
            case ast.Expr(value=ast.Name() | ast.Tuple() | ast.Constant()):
                texts.append(ast.unparse(node))
            case _:
                return None
    return "\n\n".join(texts)


def _defines(cell: Cell, functions: set[str]) -> bool:
    defined = set(re.findall(r"^\s*(?:async\s+)?def\s+(\w+)", cell.text, re.MULTILINE))
    return bool(defined & functions) or bool(re.match(r"#+\s*(?:\w+/)*\w+\.py\b", cell.text.lstrip()))
