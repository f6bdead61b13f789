"""The master notebook: the whole assignment with its solutions, in Otter Assign's format.

Each section of the handout that belongs to a module is followed by the module's cells: its functions and its
lab.
"""

import ast
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import dedent

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.catalog import Module, Project, Question, WrittenQuestion
from autograder.messages import students
from autograder.notebook.cut import NotebookError, cut_module, for_otter
from autograder.notebook.handout import for_notebook, sections
from autograder.notebook.setup_cell import CHECKING, CHECKS, LABS, PROVIDED, has_checks, has_labs, setup_cell
from autograder.submissions.written_answers import ANSWER_BEGINS, HELP_USED

PYTHON = "3.11"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
HIDDEN_SOURCE = {"cellView": "form", "jupyter": {"source_hidden": True}, "editable": False}
"""Hides the source of a cell: in Colab, and in JupyterLab."""
CHECK_ALL = "grader.check_all()"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def master_notebook(project: Project) -> NotebookNode:
    """Return the master notebook.

    Raises:
        NotebookError: a function or a written question has no source, or a public test cannot run there.
        MarkerError: a solution has invalid markers.
    """
    _check_shared_names(project)
    return new_notebook(cells=list(_cells(project)), metadata=METADATA, nbformat_minor=5)


def module_heading(module: Module) -> str:
    """Return the heading of a module's section."""
    return f"# Part {module.number}. {module.title}"


def _cells(project: Project) -> Iterator[NotebookNode]:
    assignment = project.assignment
    first, *others = sections(_read(project.assignment_folder / "README.md"))
    yield new_raw_cell("# ASSIGNMENT CONFIG\n" + json.dumps(_config(project), indent=1))
    yield new_markdown_cell(f"# {assignment.title}\n\n{first.text}\n\nVersion {assignment.version}")
    yield new_markdown_cell(_start(project))
    yield new_code_cell(setup_cell(project), metadata=HIDDEN_SOURCE)
    modules, written = list(assignment.modules), list(assignment.written)
    provided = list(_provided_cells(project))
    for section in [first, *others]:
        own = [module for module in modules if f"functions-{module.number}" in section.regions]
        modules = [module for module in modules if module not in own]
        if own:
            yield from provided
            provided = []
        elif section is not first:
            yield new_markdown_cell(f"# {section.title}\n\n{section.text}")
        for place, module in enumerate(own):
            text = section.text if place == 0 and section is not first else ""
            yield from _module_cells(project, module, text)
        if "written" in section.regions:
            for question in written:
                yield from _written_cells(project, question)
            written = []
    # `release` makes sure that the handout has a region for each of these
    for module in modules:
        yield from _module_cells(project, module, "")
    for question in written:
        yield from _written_cells(project, question)
    if has_checks(project):
        yield new_markdown_cell(students.edition.HAND_IN)
        yield new_code_cell(CHECK_ALL)
    else:
        yield new_markdown_cell(students.edition.HAND_IN_UNCHECKED)


def _config(project: Project) -> dict[str, object]:
    """Return Otter Assign's settings. There is no `name`, so that a notebook may lose its metadata."""
    pins = [line for line in _read(REQUIREMENTS).splitlines() if line and not line.startswith("#")]
    return {
        "init_cell": False,
        "check_all_cell": False,
        "export_cell": False,
        "solutions_pdf": False,
        "template_pdf": False,
        "strip_solutions_from_all_cells": False,
        "tests": {"ok_format": False, "files": False},
        "files": [
            PROVIDED,
            *([CHECKING, CHECKS] if has_checks(project) else []),
            *([LABS] if has_labs(project) else []),
        ],
        "python_version": PYTHON,
        "requirements": pins,
        "generate": {"pdf": False, "show_stdout": True, "show_hidden": False},
    }


def _start(project: Project) -> str:
    assignment = project.assignment
    answer = assignment.written[0].path if assignment.written else ""
    files = students.edition.files(assignment.modules[0].path, answer)
    return students.edition.START.format(number=assignment.questions[0].number, files=files)


def _provided_cells(project: Project) -> Iterator[NotebookNode]:
    """Yield the provided code as text to read; folded, because it is long."""
    folder = project.assignment_folder / PROVIDED
    shown = []
    for path in sorted(folder.glob("*.py")):
        source = _read(path)
        if any(not isinstance(node, ast.Expr) for node in ast.parse(source).body):  # more than a docstring
            title = f"<code>{PROVIDED}/{path.name}</code>"
            shown.append(
                f"<details><summary>{title}</summary>\n\n```python\n{source.rstrip()}\n```\n\n</details>"
            )
    if shown:
        yield new_markdown_cell("\n\n".join([students.edition.PROVIDED, *shown]))


def _module_cells(project: Project, module: Module, text: str) -> Iterator[NotebookNode]:
    """Yield a module's section, its given code, and three cells for each function."""
    cut = cut_module(_read(project.solutions_folder / module.path), module)
    yield new_markdown_cell(f"{module_heading(module)}\n\n<!-- MODULE {module.name} -->\n\n{text}".rstrip())
    yield new_code_cell(cut.given)
    for question in module.questions:
        settings = {"name": question.number, "points": question.points}
        heading = f"## {question.number} {question.function}\n\n{students.edition.points(question.points)}"
        yield new_raw_cell("# BEGIN QUESTION\n" + json.dumps(settings))
        yield new_markdown_cell(heading)
        yield new_raw_cell("# BEGIN SOLUTION")
        yield new_code_cell(for_otter(cut.functions[question.function], question.label))
        yield new_raw_cell("# END SOLUTION")
        if has_checks(project):
            yield new_raw_cell("# BEGIN TESTS")
            yield new_code_cell(_otter_test(question))
            yield new_raw_cell("# END TESTS")
        yield new_raw_cell("# END QUESTION")
    if module.lab and has_labs(project):
        yield new_markdown_cell(students.edition.LAB)
        yield new_code_cell(lab_cell(module))


def lab_cell(module: Module) -> str:
    """Return the cell that runs a module's lab: switched off, because "Run All" must not take minutes."""
    return dedent(f"""\
        run_lab = False  # @param {{type: "boolean"}}
        if run_lab:
            import labs

            labs.run("{module.lab}", globals())""")


def _otter_test(question: Question) -> str:
    """Return Otter's test of a function: all its public checks, which Otter runs in the student's process."""
    return dedent(f"""\
        def test_{question.function}(env):
            from checking.notebook import check
            check("{question.function}", env)""")


def _written_cells(project: Project, question: WrittenQuestion) -> Iterator[NotebookNode]:
    """Yield cells for the question, the answer and the help used; apart, so that none is overwritten."""
    text = _read(project.assignment_folder / question.path)
    begins, used = ANSWER_BEGINS.search(text), HELP_USED.search(text)
    if begins is None or used is None:
        raise NotebookError(f"{question.path} lacks the lines ANSWER BEGINS and Help used")
    help_line = used[0].splitlines()[0].rstrip()
    name = question.name
    begin, end = f"<!-- ANSWER BEGINS {name} -->", f"<!-- ANSWER ENDS {name} -->"
    settings = {"name": question.number, "points": question.points, "manual": True}
    yield new_raw_cell("# BEGIN QUESTION\n" + json.dumps(settings))
    yield new_markdown_cell(f"{for_notebook(text[: begins.start()])}\n\n<!-- QUESTION {name} -->")
    yield new_raw_cell("# BEGIN PROMPT")
    yield new_markdown_cell(f"{begin}\n\n{students.edition.PLACEHOLDER}\n\n{end}")
    yield new_markdown_cell(f"<!-- HELP USED {name} -->\n\n{help_line} ")
    yield new_raw_cell("# END PROMPT")
    yield new_raw_cell("# END QUESTION")


def _check_shared_names(project: Project) -> None:
    """Refuse modules that give different things the same name, and tests that the notebook cannot run.

    Raises:
        NotebookError: there is one.
    """
    given: dict[str, tuple[str, str]] = {}
    for module in project.assignment.modules:
        source = cut_module(_read(project.solutions_folder / module.path), module).given
        for name, code in _bound(ast.parse(source)):
            path, other = given.setdefault(name, (module.path, code))
            if code != other:
                raise NotebookError(
                    f"{path} and {module.path} both give {name}, but a notebook can hold only one"
                )
    functions = {question.function for question in project.assignment.questions}
    tests = sorted((project.assignment_folder / "tests").glob("test_*.py"))
    for test in tests if has_checks(project) else ():
        for node in ast.parse(_read(test)).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                others = [each.arg for each in node.args.args if each.arg not in functions]
                if node.decorator_list or others or not node.args.args:
                    raise NotebookError(
                        f"tests/{test.name}: {node.name} cannot run in a notebook: "
                        "it has a decorator, or an argument that is not a function of the catalog"
                    )


def _bound(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each name that given code binds at its top level, and the object's source."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            source = node.module if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield alias.asname or top, f"{source} {alias.name if alias.asname or source else top}"
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets: Sequence[ast.expr] = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for part in ast.walk(target):
                    if isinstance(part, ast.Name):
                        yield part.id, ast.unparse(node)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotebookError(f"{path} does not exist") from error


def written(notebook: NotebookNode) -> bytes:
    """Return a notebook as a file's content."""
    text = str(nbformat.writes(notebook, version=4))
    return f"{text.rstrip()}\n".encode()
