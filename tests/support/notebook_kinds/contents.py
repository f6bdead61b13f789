"""What students do to cells."""

# ruff: noqa: E501

import random
from collections.abc import Callable

from notebook_builder import code, markdown, raw

from notebook_kinds.kind import (
    DOUBLE,
    DOUBLE_STUB,
    HALVE_STUB,
    MODULE_FILE,
    NONE,
    SCRATCH,
    Cell,
    Kind,
    cells,
    kind,
    of,
    source,
)


@kind
def with_everything_else_that_students_run() -> Kind:
    made = cells()
    for place in range(len(made), 3, -1):
        made.insert(place, code(SCRATCH[place % len(SCRATCH)]))
    return Kind(of(made), notes=("code beside the answer to Q1",))


@kind
def checks_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if "grader" not in source(cell)]))


@kind
def given_code_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if "FACTOR = " not in source(cell)]), NONE)


@kind
def a_function_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if "def halve" not in source(cell)]), DOUBLE)


@kind
def text_deleted() -> Kind:
    return Kind(of([cell for cell in cells() if cell["cell_type"] == "code"]), answer=False)


@kind
def shuffled() -> Kind:
    made = cells()
    random.Random(3).shuffle(made)
    return Kind(of(made))


@kind
def reversed_order() -> Kind:
    return Kind(of(cells()[::-1]))


@kind
def twice() -> Kind:
    return Kind(of([*cells(), *cells()[:-4]]), notes=("below the heading `The title`",))


@kind
def a_stub_below_the_work() -> Kind:
    return Kind(of([*cells(), code(DOUBLE_STUB), code(HALVE_STUB)]))


@kind
def split_inside_a_function() -> Kind:
    made = cells()
    place = next(n for n, cell in enumerate(made) if "def double" in source(cell))
    lines = made[place]["source"]
    made[place : place + 1] = [code("".join(lines[:-1])), code(lines[-1])]
    return Kind(of(made), notes=("cell of double was read together with the next one",))


@kind
def all_in_one_cell() -> Kind:
    made = [code("\n\n".join(source(cell) for cell in cells() if cell["cell_type"] == "code" and "BLOB" not in source(cell)))]  # fmt: skip
    return Kind(of(made), answer=False)


def _changed(wanted: str, make: Callable[[str], Cell]) -> list[Cell]:
    return [make(source(cell)) if wanted in source(cell) else cell for cell in cells()]


@kind
def turned_into_markdown() -> Kind:
    return Kind(of(_changed("def double", markdown)), notes=("double: read from a cell that is text",))


@kind
def turned_into_markdown_with_a_fence() -> Kind:
    made = _changed("def double", lambda text: markdown(f"Mine:\n\n```python\n{text}\n```\n"))
    return Kind(of(made), notes=("double: read from a cell that is text",))


@kind
def turned_into_raw() -> Kind:
    return Kind(of(_changed("def double", raw)), notes=("double: read from a cell that is text",))


@kind
def helper_turned_into_markdown() -> Kind:
    return Kind(of(_changed("def _no_text", markdown)))


@kind
def written_by_a_magic() -> Kind:
    made = [
        code("%%writefile student.py\n" + MODULE_FILE),
        code("from student import double, halve\ndouble(2)"),
    ]
    return Kind(of(made), answer=False)


@kind
def a_syntax_error_elsewhere() -> Kind:
    made = cells()
    made.insert(5, code("def plot(x:\n    return 1"))
    return Kind(of(made), notes=("the cell of plot, line 1, is not valid Python",))


@kind
def a_syntax_error() -> Kind:
    return Kind(of(cells(halve="# student.py\ndef halve(x)\n    return x // 2")), DOUBLE, notes=("the cell of halve, line 2",))  # fmt: skip


@kind
def a_constant_that_fails() -> Kind:
    return Kind(of(cells(halve="BAD = 1 / 0\n\ndef halve(x):\n    return x // FACTOR + 0 * BAD")), DOUBLE)


@kind
def a_constant_that_never_ends() -> Kind:
    return Kind(of(cells(halve="BAD = 0\nwhile True:\n    BAD += 1\n\ndef halve(x):\n    return x // FACTOR + 0 * BAD")), DOUBLE)  # fmt: skip


@kind
def a_constant_that_ends_the_process() -> Kind:
    return Kind(of(cells(halve="import os\nBAD = os._exit(0)\n\ndef halve(x):\n    return x // FACTOR + 0 * BAD")), DOUBLE)  # fmt: skip


@kind
def only_stubs() -> Kind:
    return Kind(of(cells(DOUBLE_STUB, HALVE_STUB)), NONE)
