"""Written answers in a notebook: what a student wrote for each question, wherever they typed it.

A question has three cells: its text, the answer between two markers, and help used. Students also type below
the markers, in the question's cell, in cells of their own, and in code cells; markers get lost, too.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from autograder.submissions.notebook.cells import Cell, without_hashes
from autograder.submissions.notebook.lexer import as_ipython_runs_it, joined, lines_of
from autograder.submissions.notebook.parse import MAX_CHARACTERS as MAX_PARSED
from autograder.submissions.notebook.statements import PARSE_ERRORS

MAX_CHARACTERS = 200_000
"""Of one answer."""
MARKER = re.compile(
    r"<!--\s*(?P<kind>QUESTION|ANSWER BEGINS|ANSWER ENDS|HELP USED|MODULE|BEGIN QUESTION|END QUESTION)\b"
    r"[ \t:]*(?P<name>\w*)"
    r"(?:(?:(?!<!--|-->).)*?-->|[^\n]*)",
    re.DOTALL,
)
PLACEHOLDER = re.compile(
    r"[*_]*(?:Replace this line with your answer|Type your answer here, replacing this text)\.?[*_]*",
    re.IGNORECASE,
)
ORDER = ("QUESTION", "ANSWER BEGINS", "ANSWER ENDS", "HELP USED")
HELP_LINE = re.compile(r"^\*\*Help used\*\*[^:\n]*:", re.MULTILINE)
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
HEADING = re.compile(r"\s*(#{1,6})[ \t]+([^\n]*)")
MAX_HEADING = 40
# Lines of a question that are not the student's.
GIVEN = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|\*\*Length:\*\*)")
CHECK = re.compile(r"^[ \t]*grader\s*\.", re.MULTILINE)
MADE_BY_TOOLS = re.compile(r"created-in-deepnote-cell|colab-badge\.svg")
TEXT_MAGIC = re.compile(r"\s*%%(?:markdown|html|latex)[^\n]*\n")


@dataclass
class Found:
    """What belongs to one question."""

    answer: list[str] = field(default_factory=list)
    help_used: list[str] = field(default_factory=list)
    has_code: bool = False
    """Whether a code cell beside the answer was not read as part of it."""
    left_out: str = ""
    """The heading of a cell below the answer that was not read as part of it."""

    @property
    def text(self) -> str:
        """The answer as the text of a file of `written/`."""
        answer = "\n\n".join(piece.strip() for piece in self.answer if piece.strip())[:MAX_CHARACTERS]
        used = "\n".join(piece.strip() for piece in self.help_used if piece.strip())[:MAX_CHARACTERS]
        return f"<!-- ANSWER BEGINS -->\n{answer}\n<!-- ANSWER ENDS -->\n\n**Help used**: {used}\n"


def find_answers(
    cells: Sequence[Cell], written: Mapping[str, str], functions: set[str]
) -> tuple[dict[str, Found], list[str]]:
    """Return what a notebook holds of each written question in it, and how texts begin that belong to none.

    Args:
        cells: of the notebook.
        written: the number of each question, such as `Q1`, by its name.
        functions: names of functions of the assignment, which are not part of an answer.
    """
    questions_below = _questions_below(cells, written)
    reader = _Reader(written, functions, set(questions_below))
    for cell, below in zip(cells, questions_below, strict=True):
        if MADE_BY_TOOLS.search(cell.text):
            continue
        if cell.kind != "code":
            reader.read(cell.text, below)
        elif reader.has_begun and not cell.is_setup:
            text = _text_in_code(cell)
            if text is not None:
                reader.read(text, below)
            elif (
                reader.question
                and below == reader.question
                and not CHECK.search(cell.text)
                and not _defines(cell, functions)
            ):
                reader.found[reader.question].has_code = True
    return reader.found, reader.unread


def _questions_below(cells: Sequence[Cell], written: Mapping[str, str]) -> list[str]:
    """Return for each cell the question that goes on below it; none if its cells were moved about."""
    named = [
        (number, marker["kind"], marker["name"])
        for number, cell in enumerate(cells)
        if cell.kind != "code"
        for marker in MARKER.finditer(cell.text)
        if marker["name"] in written
    ]
    found = [""] * len(cells)
    opened = [name for _, kind, name in named if kind == "QUESTION"]
    if opened != [name for name in written if name in opened]:
        return found
    for _, group in groupby(named, key=lambda marker: marker[2]):
        run = list(group)
        kinds = [kind for _, kind, _ in run]
        if kinds == [kind for kind in ORDER if kind in kinds]:
            for number in range(run[0][0], run[-1][0]):
                found[number] = run[0][2]
    return found


class _Reader:
    """Goes through texts in document order, and knows to which question the next one belongs."""

    def __init__(self, written: Mapping[str, str], functions: set[str], orderly: set[str]) -> None:
        self._written, self._functions, self._orderly = written, functions, orderly
        self._by_heading = {
            name: re.compile(rf"\s*#{{1,6}}\s*{re.escape(number)}\b") for name, number in written.items()
        }
        self.found: dict[str, Found] = {}
        self.unread: list[str] = []
        self.question = ""

    @property
    def has_begun(self) -> bool:
        """Whether a written question stands above."""
        return bool(self.found)

    def read(self, text: str, below: str) -> None:
        """Read one cell's text.

        Args:
            text: the cell's.
            below: the question that goes on below the cell, if one does.
        """
        markers = list(MARKER.finditer(text))
        shown = COMMENT.sub("", text)
        headed = next((name for name, heading in self._by_heading.items() if heading.match(shown)), "")
        if headed:
            self._enter(headed)
        elif not markers and self._is_given(shown, below):
            self.question = ""
        at, zone = 0, "question" if headed else "answer"
        for marker in [*markers, None]:
            piece = text[at : marker.start() if marker else len(text)]
            kind, name = (marker["kind"], marker["name"]) if marker else ("", "")
            if kind == "MODULE" and at == 0:
                self.question = ""
            elif name in self._written and (at == 0 or not self.question):
                self._enter(name)  # what stands above a marker belongs to its question
                zone = "question" if kind == "QUESTION" or headed else zone
            self._take(piece, zone, is_whole=not markers)
            if not marker:
                break
            at = marker.end()
            if kind in ("MODULE", "END QUESTION"):
                self.question = ""
            elif name in self._written:
                self._enter(name)
            zone = "help" if kind == "HELP USED" else "answer"
            if kind in ("BEGIN QUESTION", "END QUESTION") and headed:
                zone = "question"

    def _is_given(self, text: str, below: str) -> bool:
        """Return whether a cell without markers is a section of the notebook, and not a student's."""
        heading = HEADING.match(text)
        if not heading or not self.question:
            return False
        words = set(re.findall(r"\w+", heading[2]))
        if words & self._functions or len(heading[1]) > 2:
            return bool(words & self._functions)
        if below == self.question:
            return False  # it stands in the middle of the question
        if self.question in self._orderly:
            self.found[self.question].left_out = heading[2][:MAX_HEADING]
        return True

    def _enter(self, name: str) -> None:
        self.question = name
        self.found.setdefault(name, Found())

    def _take(self, text: str, zone: str, *, is_whole: bool) -> None:
        if not self.question:
            words = PLACEHOLDER.sub("", COMMENT.sub("", text)).split()
            if is_whole and self.has_begun and words and not HEADING.match(COMMENT.sub("", text)):
                self.unread.append(" ".join(words)[:MAX_HEADING])
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
    if len(cell.text) > MAX_PARSED:
        return None
    lines = lines_of(cell.text, cell.number)
    if all(not line.text.strip() or line.text.lstrip().startswith("#") for line in lines):
        return without_hashes("\n".join(line.text.lstrip() for line in lines))
    try:
        tree = ast.parse(joined(as_ipython_runs_it(lines)))
    except PARSE_ERRORS:
        is_code = re.search(
            r"^\s*(?:def|class|import|from|return|for|while|with)\b.*[:\w]$", cell.text, re.MULTILINE
        )
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
