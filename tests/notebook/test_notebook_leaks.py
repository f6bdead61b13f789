"""A leak of each kind is planted in the student notebook and is found there; the notebook itself has none."""

import ast
import base64
import gzip
import html
import io
import json
import lzma
import tomllib
import zipfile
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.catalog import Project
from autograder.notebook.leaks import forbidden_places, notebook_leaks, zip_leaks
from autograder.notebook.master import master_notebook
from autograder.release.leaks import Secret
from autograder.release.secrets import secrets_of

Plant = Callable[[Any, str], None]


@pytest.fixture(scope="module")
def secrets(project: Project) -> list[Secret]:
    return secrets_of(project)


@pytest.fixture(scope="module")
def whole(project: Project) -> Any:
    """Return a notebook with the handout and the setup cell, but without functions."""
    cells = [cell for cell in master_notebook(project).cells if cell.cell_type != "raw"]
    kept = [cell for cell in cells if "# BEGIN SOLUTION" not in cell.source and "(env)" not in cell.source]
    return new_notebook(cells=kept)


@pytest.fixture
def notebook() -> Any:
    """Return a small notebook, which is searched quickly."""
    cells = [
        new_markdown_cell("# Part 1"),
        new_code_cell("import torch"),
        new_code_cell("grader.check_all()"),
    ]
    tests = {"1.1": "def test_f(env):\n    check('f', env)"}
    return new_notebook(cells=cells, metadata={"otter": {"OK_FORMAT": False, "tests": tests}})


@pytest.fixture(scope="module")
def solution(project: Project) -> str:
    """Return three statements of a solution."""
    source = (project.solutions_folder / project.assignment.modules[0].path).read_text(encoding="utf-8")
    block = source.partition("# BEGIN SOLUTION\n")[2].partition("# END SOLUTION")[0]
    lines = [line[4:] for line in block.splitlines() if line.strip()]
    assert len(lines) >= 3
    return "\n".join(lines) + "\n"


def code(notebook: Any, text: str) -> None:
    notebook.cells.append(new_code_cell(f"def f(token_ids):\n    {text.replace(chr(10), chr(10) + '    ')}"))


def reformatted(notebook: Any, text: str) -> None:
    lines = ast.unparse(ast.parse(text.replace("return", "yield"))).replace("yield", "return").splitlines()
    changed = [line.replace(" = ", " = (") + ")" if " = " in line else line for line in lines]
    body = "\n".join(f"\t{line}  # done" for line in changed)
    notebook.cells.append(new_code_cell(f"def f(token_ids):\n{body}"))


def markdown(notebook: Any, text: str) -> None:
    notebook.cells.append(new_markdown_cell(f"Look:\n\n```python\n{text}```\n"))


def escaped(notebook: Any, text: str) -> None:
    notebook.cells.append(new_markdown_cell(f"<pre>{html.escape(text)}</pre>"))


def cell_metadata(notebook: Any, text: str) -> None:
    notebook.cells[0].metadata["tags"] = [text]


def notebook_metadata(notebook: Any, text: str) -> None:
    notebook.metadata["kernelspec"] = {"display_name": text}


def otters_tests(notebook: Any, text: str) -> None:
    notebook.metadata["otter"]["tests"]["1.2"] = (
        f"def test_g(env):\n    {text.replace(chr(10), chr(10) + '    ')}"
    )


def output(notebook: Any, text: str) -> None:
    cell = new_code_cell("print()")
    cell.outputs = [new_output("stream", name="stdout", text=text)]
    notebook.cells.append(cell)


def html_output(notebook: Any, text: str) -> None:
    cell = new_code_cell("show()")
    data = {"text/html": f"<table><td>{html.escape(text)}</td></table>"}
    cell.outputs = [new_output("display_data", data=data)]
    notebook.cells.append(cell)


def lines_of_output(notebook: Any, text: str) -> None:
    cell = new_code_cell("print()")
    cell.outputs = [{"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)}]
    notebook.cells.append(cell)


def attachment(notebook: Any, text: str) -> None:
    cell = new_markdown_cell("![](attachment:a.txt)")
    cell["attachments"] = {"a.txt": {"text/plain": base64.b64encode(text.encode()).decode()}}
    notebook.cells.append(cell)


def packed_cell(notebook: Any, text: str) -> None:
    packed = base64.b85encode(lzma.compress(json.dumps({"a.py": text}).encode())).decode()
    chunks = "\n".join(f'    "{packed[start : start + 60]}"' for start in range(0, len(packed), 60))
    notebook.cells.append(new_code_cell(f"packed = (\n{chunks}\n)"))


def packed_zip(notebook: Any, text: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/a.txt", text)
    notebook.cells.append(new_code_cell(f'data = "{base64.b64encode(buffer.getvalue()).decode()}"'))


def packed_metadata(notebook: Any, text: str) -> None:
    packed = base64.b64encode(gzip.compress(text.encode())).decode()
    notebook.metadata["language_info"] = {"name": packed}


def hexadecimal(notebook: Any, text: str) -> None:
    notebook.cells.append(new_markdown_cell(text.encode().hex()))


def literal(notebook: Any, text: str) -> None:
    notebook.cells.append(new_code_cell(f"hint = {text!r}"))


PLANTS: list[Plant] = [
    code,
    reformatted,
    markdown,
    escaped,
    cell_metadata,
    notebook_metadata,
    otters_tests,
    output,
    html_output,
    lines_of_output,
    attachment,
    packed_cell,
    packed_zip,
    packed_metadata,
    hexadecimal,
    literal,
]


def test_what_all_students_read_is_no_leak(secrets: list[Secret], whole: Any, notebook: Any) -> None:
    assert any("Criteria for Q1" in cell.source for cell in whole.cells)
    assert notebook_leaks(secrets, "it.ipynb", whole) == []
    assert notebook_leaks(secrets, "it.ipynb", notebook) == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_solution_is_found(
    secrets: list[Secret], notebook: Any, solution: str, plant: Plant
) -> None:
    plant(notebook, solution)
    found = notebook_leaks(secrets, "it.ipynb", notebook)
    assert [line for line in found if " holds a solution of solutions/" in line], found


SECRET_FILES = {
    "graders' notes": ("autograder/course/rubrics", "*.toml", " holds text of autograder/course/rubrics/"),
    "a sample answer": ("solutions/written", "*/*.md", " holds text of solutions/written/"),
    "a hidden test": (
        "autograder/course/hidden_tests",
        "*.py",
        " holds a hidden test of autograder/course/hidden_tests/",
    ),
}


@pytest.mark.parametrize(
    "plant", [markdown, cell_metadata, output, attachment, packed_cell], ids=lambda p: p.__name__
)
@pytest.mark.parametrize("kind", SECRET_FILES)
def test_what_only_staff_may_read_is_found(
    secrets: list[Secret], notebook: Any, project: Project, kind: str, plant: Plant
) -> None:
    folder, pattern, said = SECRET_FILES[kind]
    path = sorted((project.root / folder).glob(pattern))[0]
    plant(notebook, path.read_text(encoding="utf-8"))
    assert [line for line in notebook_leaks(secrets, "it.ipynb", notebook) if said in line]


def test_one_note_for_graders_is_enough(secrets: list[Secret], notebook: Any, project: Project) -> None:
    text = (project.rubrics_folder / "q1.toml").read_text(encoding="utf-8")
    note = next(iter(tomllib.loads(text)["criteria"]))["does_not_count"]
    markdown(notebook, note)
    assert notebook_leaks(secrets, "it.ipynb", notebook)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda nb: nb.metadata.update(authors=[]), "metadata 'authors' is not allowed"),
        (lambda nb: nb.metadata["otter"].update(key=1), "metadata 'otter.key' is not allowed"),
        (lambda nb: nb.cells[0].metadata.update(notes=""), "cell 1: metadata 'notes' is not allowed"),
        (lambda nb: nb.cells[0].update(attachments={}), "cell 1 has attachments"),
        (lambda nb: nb.cells.insert(0, {"cell_type": "raw", "metadata": {}}), "cell 1 is a raw cell"),
        (lambda nb: output(nb, "x"), "has outputs"),
        (lambda nb: nb.cells[2].update(execution_count=3), "cell 3 has an execution count"),
    ],
)
def test_what_a_student_notebook_may_not_have_is_named(
    notebook: Any, change: Callable[[Any], None], place: str
) -> None:
    assert forbidden_places(notebook) == []
    change(notebook)
    (found,) = forbidden_places(notebook)
    assert place in found


def test_a_zip_is_searched_through_and_through(secrets: list[Secret], notebook: Any, solution: str) -> None:
    code(notebook, solution)
    inside = nbformat.writes(notebook).encode()
    assert zip_leaks(secrets, "a.zip", {"files/it.ipynb": inside})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.py", solution)
    assert zip_leaks(secrets, "a.zip", {"files/more.zip": buffer.getvalue()})
    assert zip_leaks(secrets, "a.zip", {"tests/1.1.py": b"def test_f(env): pass\n"}) == []
