"""Words of the notebook edition, beside the handout's text."""

READY = "Ready: now run the cells from top to bottom."
OLD_PYTHON = "This assignment needs Python 3.11 or newer; this kernel has"
NOT_INSTALLED = "Not ready: in a new cell, %pip install what follows; then run this cell again:"
PLACEHOLDER = "*Replace this line with your answer.*"
START = """\
# Start

1. **Run the next cell first** (Shift+Enter), and again after each restart of the kernel.
2. Read a part, and run its first code cell: imports and constants that its functions use.
3. Write a function in its cell: replace `raise NotImplementedError(…)`. Run the cell, then the check
   below it. A failed check shows the call, the result, the expected result and a question. It names a line by
   its cell's first function and the line's number: **View → Show Line Numbers** in JupyterLab.

`grader.show("{number}")` in a new cell prints the checks of a function, and `grader.check_all()` prints the
scoreboard. Add cells wherever you like. All cells share their names, but **each part is graded as a module
of its own**: your functions, and the imports, constants and helpers that they use, from any cell of the
notebook. The rest is not run for grading.

{files}"""
PROVIDED = """\
# Provided code

The setup cell has already made this code importable. Read it, but do not change it, because the grader uses
its own copy."""
LAB = """\
## Lab: see it happen

This cell trains or measures something with the functions above, shows a figure, and ends with a summary
that your written answer can cite. It takes about a minute, needs no network and earns no points. Change
`False` to `True`, run the cell, and change it back, so that *Run All* stays fast. The figure needs
matplotlib; without it you get the same as text."""
HAND_IN = """\
# Check everything and hand in

Save the notebook, and download it as an `.ipynb` file: **File → Download** in JupyterLab, **File → Download →
Download .ipynb** in Colab. Upload that file where your course collects the work, without changing its ending.
Hand in the whole notebook each time: the last upload counts.

Before that, restart the kernel, run all cells, and read the scoreboard below."""
HAND_IN_UNCHECKED = "# Hand in\n\n" + HAND_IN.split("\n\n")[1]


def files(module: str, answer: str) -> str:
    """Say which cells stand for the files that the handout names; `answer` is empty if there is none.

    >>> files("sampling.py", "")
    'Where the text names a file such as `sampling.py`, look for the cells that begin with `# sampling.py`.'
    """
    code = f"Where the text names a file such as `{module}`, look for the cells that begin with `# {module}`."
    return f"{code} A file such as `{answer}` is the answer's cell below its question." if answer else code


def points(number: float) -> str:
    """Return the points of a function below its heading."""
    return f"{number:g} {'point' if number == 1 else 'points'}"
