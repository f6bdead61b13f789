"""Cells of a notebook, and of the `.py` files that Colab, Jupyter and editors export from one."""

import re
from dataclasses import dataclass

from autograder.submissions.notebook.exports import COLAB, JUPYTER, PERCENT
from autograder.submissions.notebook.scan import Scanned

SETUP = re.compile(r"#\s*Setup: run this cell first", re.IGNORECASE)
LINES_LOOKED_AT = 3
MAX_NAME = 40
_DEFINITION = re.compile(r"^[ \t]*(?:async\s+)?def\s+(\w+)", re.MULTILINE)
_KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}

_TOP_TEXT = re.compile(r'^(?:"""(.*?)"""|\'\'\'(.*?)\'\'\')[ \t]*$', re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """One cell."""

    kind: str
    """`code`, `markdown` or `raw`."""
    text: str
    number: int
    """From 1."""

    @property
    def is_setup(self) -> bool:
        """Whether it is the setup cell, which holds the given code in packed form."""
        return any(
            SETUP.match(line.strip()) for line in self.text.split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]
        )

    @property
    def label(self) -> tuple[str, str]:
        """The name of the first function that it defines; if there is none, its first line of code."""
        if found := _DEFINITION.search(self.text):
            return found[1][:MAX_NAME], ""
        lines = [line.strip() for line in self.text.splitlines()]
        first = next((line for line in lines if line and not line.startswith("#")), "")
        return "", first[:MAX_NAME]


def cells_of(scanned: Scanned) -> list[Cell]:
    """Return the cells that hold text."""
    found = []
    for number, raw in enumerate(scanned.cells, start=1):
        kind = _KINDS.get(raw.kind, "code" if not raw.kind else "markdown")
        if raw.source and raw.source.strip():
            found.append(Cell(kind, raw.source.replace("\r\n", "\n").replace("\r", "\n"), number))
    return found


def cells_of_export(text: str) -> list[Cell]:
    """Return the cells of a notebook that was downloaded as `.py`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if JUPYTER.search(text):
        found = _cells_of_jupyter(text)
    elif PERCENT.search(text) and not COLAB.search(text):
        found = _cells_of_percent(text)
    else:
        found = _cells_of_colab(text)
    return [Cell(kind, each, n) for n, (kind, each) in enumerate(found, start=1) if each.strip()]


def _cells_of_colab(text: str) -> list[tuple[str, str]]:
    """Colab writes Markdown as texts between triple quotes, and runs the code cells between them together."""
    found: list[tuple[str, str]] = []
    at = 0
    for top_text in _TOP_TEXT.finditer(text):
        found.append(("code", text[at : top_text.start()].strip("\n")))
        found.append(("markdown", top_text[1] or top_text[2] or ""))
        at = top_text.end()
    return [*found, ("code", text[at:].strip("\n"))]


def _cells_of_percent(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    marks = list(PERCENT.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found.append(("code", text[: marks[0].start()]))
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end].strip("\n")
        is_markdown = "[markdown]" in mark[1] or "[md]" in mark[1]
        found.append(("markdown", without_hashes(body)) if is_markdown else ("code", body))
    return found


def _cells_of_jupyter(text: str) -> list[tuple[str, str]]:
    """nbconvert writes Markdown as comments, which end before the next `# In[...]:`."""
    found: list[tuple[str, str]] = []
    for body in JUPYTER.split(text):
        code = body.strip("\n").split("\n")
        n_comments = 0
        while n_comments < len(code) and (code[-1 - n_comments].startswith("#") or not code[-1 - n_comments]):
            n_comments += 1
        split = len(code) - n_comments
        found.append(("code", "\n".join(code[:split])))
        found.append(("markdown", without_hashes("\n".join(code[split:]))))
    return found


def without_hashes(text: str) -> str:
    """Return a text that was written as comments.

    >>> without_hashes("# a\\n#\\n# b")
    'a\\n\\nb'
    """
    return "\n".join(
        re.sub(r"^# ?", "", line, count=1) if line.startswith("#") else line for line in text.split("\n")
    )
