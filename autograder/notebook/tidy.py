"""Make a notebook the same bytes for the same input: cell ids come from the content."""

import hashlib
from collections import Counter

import nbformat
from nbformat import NotebookNode

from autograder.notebook.cut import NotebookError


def set_ids(notebook: NotebookNode) -> NotebookNode:
    """Give each cell an id that depends on its content only; change the notebook in place and return it."""
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[digest] += 1
        cell["id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    return notebook


def tidy(content: bytes) -> NotebookNode:
    """Return the student notebook that Otter made, the same for the same input.

    Raises:
        NotebookError: the notebook is invalid.
    """
    notebook = set_ids(nbformat.reads(content.decode(), as_version=4))
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise NotebookError(f"the student notebook is invalid: {str(error).splitlines()[0]}") from error
    return notebook
