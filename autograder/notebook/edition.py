"""The notebook edition: the master notebook, the student notebook and Otter's zip."""

from collections import Counter
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.catalog import Project
from autograder.notebook.assign import otter_assign
from autograder.notebook.cut import NotebookError, cut_module, stripped
from autograder.notebook.leaks import notebook_leaks, zip_leaks
from autograder.notebook.master import CHECK_ALL, lab_cell, master_notebook, written
from autograder.notebook.setup_cell import carried_files, has_checks, has_labs, setup_cell
from autograder.notebook.tidy import set_ids, tidy
from autograder.release.archive import zip_bytes
from autograder.release.secrets import secrets_of


@dataclass(frozen=True)
class Edition:
    """The files of the notebook edition, by name."""

    student: dict[str, bytes]
    """The notebook that students get."""
    otter: dict[str, bytes]
    """Otter's zip with the public tests; nothing if the assignment has no checks."""
    master: dict[str, bytes]
    """The notebook with the solutions, for instructors."""


def notebook_edition(project: Project) -> Edition:
    """Return the notebook edition: the same bytes for the same sources.

    Raises:
        NotebookError: it cannot be made, `otter assign` failed, or it holds what only staff may read.
    """
    assignment = project.assignment
    stem = f"{assignment.slug}-{assignment.version}"
    notebook = set_ids(master_notebook(project))
    master = written(notebook)
    made = otter_assign(master, carried_files(project))
    student = tidy(made.student)
    _check_code(project, student)
    secrets = secrets_of(project)
    zip_name = f"{stem}-otter-public-tests-only.zip"
    leaks = notebook_leaks(secrets, f"{stem}.ipynb", student) + zip_leaks(secrets, zip_name, made.zip_entries)
    if leaks:
        raise NotebookError("; ".join(leaks))
    zipped = {zip_name: zip_bytes(made.zip_entries, made.executable)} if has_checks(project) else {}
    return Edition({f"{stem}.ipynb": written(student)}, zipped, {f"{stem}-master.ipynb": master})


def _check_code(project: Project, student: NotebookNode) -> None:
    """Raise NotebookError unless the student's code cells are those that we expect, and no others."""
    expected = Counter([setup_cell(project)])
    for module in project.assignment.modules:
        source = (project.solutions_folder / module.path).read_text(encoding="utf-8")
        cut = cut_module(source, module)
        expected[cut.given] += 1
        for question in module.questions:
            expected[stripped(cut.functions[question.function], question.label)] += 1
            if has_checks(project):
                expected[f'grader.check("{question.number}")'] += 1
        if module.lab and has_labs(project):
            expected[lab_cell(module)] += 1
    if has_checks(project):
        expected[CHECK_ALL] += 1
    cells = Counter(str(cell.source) for cell in student.cells if cell.cell_type == "code")
    if wrong := (cells - expected) + (expected - cells):
        first = next(iter(wrong)).strip().splitlines()
        raise NotebookError(f"otter assign made other code cells than expected: {' / '.join(first[:2])}")
