"""Notes on notebooks: what was read of one in place of files."""

from collections.abc import Sequence

from autograder.messages.students.phrases import listed

HAND_IN_NOTEBOOK = "hand in the notebook itself, a file whose name ends in .ipynb"
# By the values of `autograder.submissions.notebook.find.Form`.
NOT_A_NOTEBOOK = {
    "empty": "is empty: save the notebook, and " + HAND_IN_NOTEBOOK,
    "html": "is a web page, not a notebook: " + HAND_IN_NOTEBOOK,
    "pdf": "is a PDF, not a notebook: " + HAND_IN_NOTEBOOK,
    "other": "is not a notebook: " + HAND_IN_NOTEBOOK,
}


def not_a_notebook(name: str, form: str) -> str:
    """Return why a file in the place of a notebook is not read.

    >>> not_a_notebook("'work.pdf'", "pdf")
    "'work.pdf' is a PDF, not a notebook: hand in the notebook itself, a file whose name ends in .ipynb"
    """
    return f"{name} {NOT_A_NOTEBOOK[form]}"


def cell_of(function: str) -> str:
    """Name a cell by the first function that it defines."""
    return f"cell of {function}"


def cell_from(first_line: str) -> str:
    """Name a cell that defines no function by its first line of code."""
    return f"cell that begins with `{first_line}`" if first_line else "cell without code"


def over_limits(name: str) -> str:
    """Return the note on a notebook that took too much time or memory to read."""
    return f"{name} could not be read: it takes too much time or memory; clear its outputs and large data"


def without_cells(name: str) -> str:
    """Return the note on a file with the name of a notebook in which no cell was found."""
    return f"{name} holds no cells that can be read; download the notebook again"


def of_others(name: str) -> str:
    """Return the note on a notebook without anything that is asked for."""
    return f"{name} defines none of the assignment's functions; check that it is the right notebook"


def from_checkpoints(name: str) -> str:
    """Return the note on a copy that Jupyter saved by itself, where there is nothing else."""
    return f"only the automatic copy {name} was found and read; it may be old: hand in the notebook itself"


def too_many(limit: int) -> str:
    """Return the note on a submission with many notebooks."""
    return f"only the first {limit} notebooks were read; hand in one"


def chosen(file: str, used: str, others: Sequence[str]) -> str:
    """Return the note on several notebooks with functions of one module."""
    return f"the functions of {file} were read from {used}, not from {' or '.join(others)}"


def answer_chosen(number: str, used: str, others: Sequence[str]) -> str:
    """Return the note on several notebooks with an answer to one question."""
    return f"the answer to {number} was read from {used}, not from {' or '.join(others)}"


def over_file(file: str, notebook: str) -> str:
    """Return the note on a module file that holds nothing of the student's."""
    return f"{file} has no finished function, so its functions were read from {notebook}"


def files_over_notebook(files: Sequence[str], notebook: str) -> str:
    """Return the note on module files beside a notebook."""
    return f"functions were read from {', '.join(files)}, and not from {notebook}"


def file_over_answer(file: str) -> str:
    """Return the note on an answer that stands in a file and in a notebook."""
    return f"the answer was read from {file}, and not from the notebook"


def code_in_text(functions: Sequence[str], n_more: int) -> str:
    """Return the note on code in cells of text."""
    return f"{listed(functions, n_more)}: read from a cell that is text; make it a code cell"


def cells_joined(cell: str) -> str:
    """Return the note on a cell that was split inside a function."""
    return f"the {cell} was read together with the next one: it was split inside a function"


def cell_too_long(cell: str) -> str:
    """Return the note on a cell with too much code."""
    return f"the {cell} is too long; code in it, or after it, was not read"


def cell_broken(cell: str, line: int, reason: str) -> str:
    """Return the note on code that is not Python.

    >>> cell_broken("cell of greedy", 3, "invalid syntax")
    'the cell of greedy, line 3, is not valid Python (invalid syntax); that part was not used'
    """
    return f"the {cell}, line {line}, is not valid Python ({reason}); that part was not used"


def code_in_answer(number: str) -> str:
    """Return the note on code beside a written answer."""
    return f"code beside the answer to {number} is not part of it; write it as text if it should be"


def text_below_answer(number: str, heading: str) -> str:
    """Return the note on a cell with a heading of its own below a written answer."""
    return f"the text below the heading `{heading}` is not part of the answer to {number}; move it if it is"


def text_unread(first_words: str) -> str:
    """Return the note on a text that belongs to no written question."""
    return f"the text that begins with `{first_words}` belongs to no question; move it if it is an answer"


def damaged(name: str) -> str:
    """Return the note on a notebook that ends in the middle, or has lost a part."""
    return f"{name} is damaged; only what could be read was graded: download the notebook again"


def too_long(name: str) -> str:
    """Return the note on a notebook with too many cells."""
    return f"{name} has too many cells or too much code; only its beginning was read"


def conflict(name: str, *, theirs: bool) -> str:
    """Return the note on a notebook with git's conflict markers."""
    side = "second" if theirs else "first"
    return f"{name} has merge conflicts; the {side} version of each was read: resolve them"
