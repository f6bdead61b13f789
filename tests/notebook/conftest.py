"""The notebook edition, made once for all tests, and its notebooks run in a real kernel."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.catalog import Project
from autograder.notebook.cut import cut_module
from autograder.notebook.edition import Edition, notebook_edition

Outputs = list[tuple[str, str]]
STUB = re.compile(r'raise NotImplementedError\("Part \S+: (\w+)"\)')


@pytest.fixture(scope="session")
def edition(project: Project) -> Edition:
    """Return the edition of the checkout: `otter assign` takes ten seconds."""
    return notebook_edition(project)


@pytest.fixture(scope="session")
def student(edition: Edition) -> Any:
    """Return the student notebook. Copy it before you change it."""
    (content,) = edition.student.values()
    return nbformat.reads(content.decode(), as_version=4)


@pytest.fixture(scope="session")
def solutions(project: Project) -> dict[str, str]:
    """Return the solved cell of each function."""
    cells: dict[str, str] = {}
    for module in project.assignment.modules:
        source = (project.solutions_folder / module.path).read_text(encoding="utf-8")
        cells |= cut_module(source, module).functions
    return cells


def solved(notebook: Any, cells: Mapping[str, str]) -> Any:
    """Return a copy of a notebook with these cells in place of the stubs of these functions."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        stub = STUB.search(cell.source) if cell.cell_type == "code" else None
        if stub and stub[1] in cells:
            cell.source = cells[stub[1]]
    return copy


def run(notebook: Any, folder: Path) -> Outputs:
    """Run a notebook in a kernel of its own, and return the source and the printed text of each code cell."""
    client = NotebookClient(notebook, timeout=180, kernel_name="python3", allow_errors=True)
    client.execute(cwd=str(folder))
    return [(cell.source, printed(cell)) for cell in notebook.cells if cell.cell_type == "code"]


def printed(cell: Any) -> str:
    """Return a cell's output; an error is its name and value."""
    texts = [each.get("text") or f"{each.get('ename')}: {each.get('evalue')}" for each in cell.outputs]
    return "".join(texts)


@pytest.fixture(scope="session", autouse=True)
def _own_kernels(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the user's own kernels and settings of Jupyter count for nothing."""
    home = tmp_path_factory.mktemp("jupyter")
    for kind in ("CONFIG", "DATA", "RUNTIME"):
        os.environ[f"JUPYTER_{kind}_DIR"] = str(home / kind.lower())
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ["IPYTHONDIR"] = str(home / "ipython")


@pytest.fixture(scope="session")
def otter_run() -> Callable[[Path, Path, Path], subprocess.CompletedProcess[str]]:
    """Run ``otter run -a ZIP -o FOLDER NOTEBOOK``."""

    def run_it(zipped: Path, folder: Path, notebook: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "otter", "run", "-a", zipped, "-o", folder, notebook]
        return subprocess.run(
            list(map(str, command)), capture_output=True, encoding="utf-8", check=False, timeout=600
        )

    return run_it
