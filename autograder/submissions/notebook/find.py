"""Find notebooks in a submission, by their names and by how they begin."""

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum

from autograder.submissions.lookup import MARK_OF_VENV, may_hold_work
from autograder.submissions.names import MAX_DEPTH
from autograder.submissions.notebook.exports import COLAB, JUPYTER, is_export
from autograder.submissions.tree import Kind, Tree, UnreadableError

MAX_NOTEBOOK_BYTES = 64 * 2**20
"""Outputs of 30 MB are common and honest."""
MAX_NOTEBOOKS = 10
"""Of one submission that are read, the nearest to the top first."""
MAX_LOOKED_AT = 20_000
MAX_EXPORTS_LOOKED_AT = 100
HEAD_BYTES = 4096
EXPORT_BYTES = 1 << 16
CHECKPOINTS = ".ipynb_checkpoints"
# Browsers add `.txt` and `.json`, systems ` (1)` and `~`.
NAME = re.compile(r"\.ipynb(?:[^0-9A-Za-z].*)?\Z", re.IGNORECASE | re.DOTALL)
PRINTED = re.compile(r"\.(?:html?|pdf)\Z", re.IGNORECASE)
OTHER_NAME = re.compile(r"\.(?:json|txt)\Z", re.IGNORECASE)
_HTML = re.compile(rb"\s*<\s*(?:!doctype|html|head|body|script|\?xml|!--)", re.IGNORECASE)
_NOTEBOOK = re.compile(rb'"(?:cells|worksheets|nbformat|kernelspec)"\s*:')
_NULLS = b"\0"


class Form(Enum):
    """What a file is, by how it begins.

    `messages.students.notebooks.NOT_A_NOTEBOOK` holds words for the last four.
    """

    NOTEBOOK = "notebook"
    EMPTY = "empty"
    HTML = "html"
    PDF = "pdf"
    OTHER = "other"


@dataclass
class Notebooks:
    """The notebooks of a submission; paths are below its root."""

    found: list[tuple[str, ...]] = field(default_factory=list)
    from_checkpoints: bool = False
    """Whether there are only copies that Jupyter made by itself."""
    exports: list[tuple[str, ...]] = field(default_factory=list)
    """Notebooks that were downloaded as `.py`; looked for only if there are no others."""
    is_sure: bool = False
    """Whether one of them begins as a notebook does."""
    others: list[tuple[tuple[str, ...], Form]] = field(default_factory=list)
    """Files in the place of a notebook that are none."""

    def __bool__(self) -> bool:
        return bool(self.found or self.exports)


def is_notebook_name(name: str) -> bool:
    """Return whether a file of this name is meant as a notebook.

    >>> [is_notebook_name(name) for name in ("a.ipynb", "a.ipynb.txt", "a (1).IPYNB", "._a.ipynb", "a.py")]
    [True, True, True, False, False]
    """
    return bool(NAME.search(name)) and not name.startswith("._")


def form_of(head: bytes) -> Form:
    """Return what a file is, by its first bytes."""
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"{\0" in head[:4] or b"\0{" in head[:4]:
        plain = head.replace(_NULLS, b"").lstrip(b"\xff\xfe")
    if not plain.strip(b"\0 \t\r\n"):
        return Form.EMPTY
    if plain.lstrip().startswith((b"{", b"<<<<<<<")) or is_notebook_text(head):
        return Form.NOTEBOOK
    if b"%PDF-" in plain[:1024]:
        return Form.PDF
    if _HTML.match(plain):
        return Form.HTML
    return Form.OTHER if _NULLS in plain or plain.startswith(b"PK\3\4") else Form.NOTEBOOK


def is_notebook_text(head: bytes) -> bool:
    """Return whether a file begins as a notebook does, whatever its name."""
    return bool(_NOTEBOOK.search(head.replace(_NULLS, b"")))


def find_notebooks(tree: Tree, modules: Collection[str]) -> Notebooks:
    """Return the notebooks anywhere in a submission, the nearest to the top first.

    Args:
        tree: the whole submission.
        modules: names of the requested Python files.
    """
    notebooks = Notebooks()
    named, checkpoints, printed, maybe, python = _files(tree)
    for parts in named or checkpoints:
        head = _head(tree, parts)
        form = form_of(head)
        notebooks.is_sure |= is_notebook_text(head) or (form is Form.NOTEBOOK and len(head) == HEAD_BYTES)
        if form is Form.NOTEBOOK:
            notebooks.found.append(parts)
            notebooks.from_checkpoints = not named
        else:
            notebooks.others.append((parts, form))
    if not notebooks.found:
        notebooks.found = [parts for parts in maybe if is_notebook_text(_head(tree, parts))]
    if not notebooks.found:
        notebooks.exports = [parts for parts in python if _is_export(tree, parts, modules)]
    notebooks.is_sure |= bool(notebooks.exports) or (bool(notebooks.found) and not named)
    notebooks.others += [
        (parts, Form.PDF if parts[-1].lower().endswith("pdf") else Form.HTML) for parts in printed
    ]
    return notebooks


def _files(tree: Tree) -> tuple[list[tuple[str, ...]], ...]:
    """Return files by what their names say: notebooks, checkpoints, prints, files that may be one, Python."""
    named: list[tuple[str, ...]] = []
    checkpoints: list[tuple[str, ...]] = []
    printed: list[tuple[str, ...]] = []
    maybe: list[tuple[str, ...]] = []
    python: list[tuple[str, ...]] = []
    left = MAX_LOOKED_AT
    folders: deque[tuple[str, ...]] = deque([()])
    while folders and left > 0:
        folder = folders.popleft()
        entries: list[tuple[str, Kind]] = []
        try:
            for entry in tree.entries(folder):
                entries.append(entry)
                left -= 1
                if left <= 0:
                    break
        except UnreadableError:
            continue
        in_checkpoints = CHECKPOINTS in folder
        for name, kind in sorted(entries):
            parts = (*folder, name)
            if kind is Kind.FOLDER and len(parts) < MAX_DEPTH:
                if may_hold_work(tree, parts) or name == CHECKPOINTS:
                    folders.append(parts)
            elif kind is not Kind.FILE or name == MARK_OF_VENV:
                continue
            elif is_notebook_name(name):
                (checkpoints if in_checkpoints else named).append(parts)
            elif in_checkpoints:
                continue
            elif PRINTED.search(name):
                printed.append(parts)
            elif OTHER_NAME.search(name):
                maybe.append(parts)
            elif name.endswith(".py") and folder[:1] != ("provided",):
                python.append(parts)
    return named, checkpoints, printed, maybe[:MAX_NOTEBOOKS], python[:MAX_EXPORTS_LOOKED_AT]


def _head(tree: Tree, parts: tuple[str, ...], n_bytes: int = HEAD_BYTES) -> bytes:
    try:
        return tree.read(parts, n_bytes, cut=True)
    except UnreadableError:
        return b""


def _is_export(tree: Tree, parts: tuple[str, ...], modules: Collection[str]) -> bool:
    text = _head(tree, parts, EXPORT_BYTES).decode(errors="replace")
    if parts[-1] in modules:
        # A module file may have cells for an editor; one with a notebook's commands cannot be imported.
        return bool(COLAB.search(text)) or ("get_ipython()" in text and bool(JUPYTER.search(text)))
    return is_export(text)
