"""A kind of notebook, and the right notebook that each one changes."""

# ruff: noqa: E501

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from notebook_builder import answer_cells, as_bytes, code, markdown, notebook

Cell = dict[str, Any]
FULL, NONE, DOUBLE, HALVE = (3.0, 1.5), (0.0, 0.0), (3.0, 0.0), (0.0, 1.5)
REFUSED = None
MIB = 2**20

GIVEN = "# student.py: given\nimport math\n\nFACTOR = int(math.sqrt(4))"
TEXT_HELPER = "def _no_text(x):\n    if isinstance(x, str):\n        raise TypeError('a text')"
DOUBLE_CODE = "# student.py\ndef double(x):\n    '''Twice; café.'''\n    _no_text(x)\n    return FACTOR * x"
HALVE_CODE = "# student.py\ndef halve(x):\n    return x // FACTOR"
DOUBLE_STUB = (
    "# student.py\ndef double(x):\n    '''Twice.'''\n    raise NotImplementedError('Part 1.1: double')"
)
HALVE_STUB = "# student.py\ndef halve(x):\n    raise NotImplementedError('Part 1.2: halve')"
SECTION = "# Part 1. Two functions\n\n<!-- MODULE student -->"
ANSWER = "My answer has café."
MODULE_FILE = "\n\n".join([GIVEN, TEXT_HELPER, DOUBLE_CODE, HALVE_CODE]) + "\n"
STUB_FILE = "\n\n".join([GIVEN, DOUBLE_STUB, HALVE_STUB]) + "\n"
SCRATCH = [
    "for step in range(10**9):\n    loss = double(step)\n    losses.append(loss)",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot(losses); plt.show()",
    "name = input('who? ')",
    "!pip install everything",
    "double?",
    "await asyncio.sleep(1)",
    "double = double(2)",
]


@dataclass(frozen=True)
class Kind:
    """One kind: the files that are handed in, and what comes of them."""

    files: dict[str, bytes]
    points: tuple[float, float] | None = FULL
    form: str = "folder"
    """`folder`, `zip` or `file`."""
    notes: tuple[str, ...] = ()
    """A piece of each note, in order."""
    answer: bool = True
    """Whether the answer to Q1 is read."""


KINDS: dict[str, Callable[[], Kind]] = {}


def kind(make: Callable[[], Kind]) -> Callable[[], Kind]:
    KINDS[make.__name__] = make
    return make


def cells(double: str = DOUBLE_CODE, halve: str = HALVE_CODE) -> list[Cell]:
    return [
        markdown("# The title"), code("# Setup: run this cell first.\nBLOB = '" + "A" * 5000 + "'\nexec(BLOB)"),
        markdown(SECTION), code(GIVEN),
        markdown("## 1.1 double"), code(TEXT_HELPER), code(double), code('grader.check("1.1")'),
        markdown("## 1.2 halve"), code(halve), code('grader.check("1.2")'),
        *answer_cells("q1_pretraining", "Q1", "What pretraining is", ANSWER),
        code("grader.check_all()"),
    ]  # fmt: skip


def of(made: list[Cell] | dict[str, Any] | bytes, name: str = "work.ipynb") -> dict[str, bytes]:
    if isinstance(made, list):
        made = notebook(made)
    return {name: as_bytes(made) if isinstance(made, dict) else made}


def text_of(made: list[Cell] | None = None) -> str:
    return as_bytes(notebook(made or cells())).decode()


def source(cell: Cell) -> str:
    return "".join(cell["source"])
