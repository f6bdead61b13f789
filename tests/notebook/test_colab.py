"""The student notebook runs with the versions of Colab, which has neither Otter nor jaxtyping."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.catalog import Project

from .conftest import solved

pytestmark = pytest.mark.slow

# Colab's image of August 2026, without its torch, which is larger than the CPU build of our own version.
COLAB = {"ipython": "7.34.0", "numpy": "2.1.3", "pytest": "8.4.2"}
RUN = """
import json, sys, nbformat
from importlib.metadata import version
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
notebook.cells.insert(0, nbformat.v4.new_code_cell(
    "import IPython, sys\\nprint(IPython.__version__, sys.version_info[:2], sys.prefix)"))
NotebookClient(notebook, timeout=180, kernel_name="python3").execute()
texts = ["".join(each.get("text", "") for each in cell.outputs)
         for cell in notebook.cells if cell.cell_type == "code"]
print(json.dumps(texts))
"""


@pytest.fixture(scope="module")
def python(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment with Colab's versions, for the Python that runs the tests."""
    folder = tmp_path_factory.mktemp("colab") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    tested = (project.root / "constraints.txt").read_text(encoding="utf-8").split()
    torch = next(line for line in tested if line.startswith("torch=="))
    pins = [f"{name}=={number}" for name, number in COLAB.items()]
    pip = str(folder / "bin" / "pip")
    command = [pip, "install", "-q", torch, *pins, "ipykernel", "nbclient", "nbformat"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    listed = json.loads(subprocess.check_output([pip, "list", "--format", "json"]))
    names = {each["name"].lower() for each in listed}
    assert names & {"jaxtyping", "otter-grader"} == set()
    return folder / "bin" / "python"


@pytest.mark.parametrize("is_solved", [False, True], ids=["stubs", "reference"])
def test_it_runs_with_the_versions_of_colab(
    project: Project, student: Any, solutions: dict[str, str], python: Path, tmp_path: Path, is_solved: bool
) -> None:
    path = tmp_path / "notebook.ipynb"
    nbformat.write(solved(student, solutions if is_solved else {}), path)
    done = subprocess.run(
        [python, "-c", RUN, path], capture_output=True, encoding="utf-8", cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    texts = json.loads(done.stdout.splitlines()[-1])
    assert texts[0].split()[0] == COLAB["ipython"]
    assert texts[0].split()[-1] == str(python.parents[1])
    n_questions = len(project.assignment.questions)
    said = " pass\n" if is_solved else " is not started\n"
    assert sum(text.endswith(said) for text in texts) == n_questions
    passing = n_questions if is_solved else 0
    assert f"{passing} of {n_questions} passing" in texts[-1]
