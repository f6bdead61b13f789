"""Read cells in this process, and call the functions that come of them in another one."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from notebook_builder import as_bytes, code, notebook

from autograder.submissions.find import Submission, find_submission
from autograder.submissions.notebook.choose import Wanted, with_notebooks
from autograder.submissions.stage import stage_submission

FUNCTIONS = {"sampling": ("greedy", "nucleus"), "search": ("beam",)}
WANTED = Wanted(FUNCTIONS, {"q1_heat": "Q1", "q2_cold": "Q2"})
NAMES = ["sampling.py", "search.py", "written/q1_heat.md", "written/q2_cold.md"]
CALL = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
module = importlib.import_module(sys.argv[2])
try:
    function = getattr(module, sys.argv[3], None)
    print(json.dumps("missing" if function is None else function(*json.loads(sys.argv[4]))))
except BaseException as error:
    print(json.dumps(type(error).__name__))
"""

Cells = Sequence[str | dict[str, Any]]


def submission_of(folder: Path) -> Submission:
    return with_notebooks(find_submission(folder, NAMES), WANTED)


def as_cells(cells: Cells) -> list[dict[str, Any]]:
    return [code(cell) if isinstance(cell, str) else cell for cell in cells]


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Submission]:
    """Hand in files, and a notebook of cells as `work.ipynb`."""

    def make(cells: Cells | None = None, files: Mapping[str, str | bytes] | None = None) -> Submission:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        content = dict(files or {})
        if cells is not None:
            content["work.ipynb"] = as_bytes(notebook(as_cells(cells)))
        for name, text in content.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return submission_of(folder)

    return make


@pytest.fixture
def stage(tmp_path: Path) -> Callable[[Submission], Path]:
    """Stage a submission, with a `provided` of our own."""

    def make(submission: Submission) -> Path:
        provided = tmp_path / "ours" / "provided"
        provided.mkdir(parents=True, exist_ok=True)
        (provided / "__init__.py").write_text("GIVEN = 5\n", encoding="utf-8")
        target = Path(tempfile.mkdtemp(dir=tmp_path)) / "stage"
        stage_submission(submission, provided, target)
        return target

    return make


@pytest.fixture
def call(hand_in: Callable[..., Submission], stage: Callable[[Submission], Path]) -> Callable[..., Any]:
    """Return what a function of a notebook returns: its value, the name of an error, or "missing"."""

    def run(cells: Cells, function: str = "greedy", *args: Any, files: Mapping[str, str] | None = None) -> Any:
        folder = stage(hand_in(cells, files))
        module = next(name for name, functions in FUNCTIONS.items() if function in functions)
        command = [sys.executable, "-I", "-c", CALL, str(folder), module, function, json.dumps(args)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    return run
