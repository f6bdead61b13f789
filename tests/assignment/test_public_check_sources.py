"""The source of the public checks: docstrings, questions, and imports."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.catalog import Project


def checks(project: Project) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every public check with its module."""
    for module in project.assignment.modules:
        source = project.assignment_folder / "tests" / f"test_{module.name}.py"
        for node in ast.parse(source.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield module.name, node


def test_each_function_has_some_checks(project: Project) -> None:
    asked = Counter(node.args.args[0].arg for _, node in checks(project))
    assert set(asked) == {question.function for question in project.assignment.questions}
    assert all(3 <= count <= 7 for count in asked.values()), asked


def test_each_check_has_a_line_for_the_student(project: Project) -> None:
    for _, node in checks(project):
        line = ast.get_docstring(node) or ""
        assert line, f"{node.name} has no docstring"
        assert "\n" not in line, node.name
        assert line.isascii(), node.name
        assert node.name.startswith(f"test_{node.args.args[0].arg}_"), f"-k would not find {node.name}"


def test_each_check_ends_with_a_question(project: Project) -> None:
    for _, node in checks(project):
        asks = [
            constant.value
            for part in ast.walk(node)
            for constant in ast.walk(part)
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
            if constant.value.endswith("?")
        ]
        assert asks, f"{node.name} asks nothing"


def test_every_sentence_for_students_is_in_one_module(project: Project) -> None:
    elsewhere = {"messages.py", "describe.py", "written.py"}  # the module, values as text, a generated file
    for path in (project.assignment_folder / "checking").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        sentences = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documentation
            if re.search(r"[A-Za-z]+ [A-Za-z]+", node.value)
        ]
        assert path.name in elsewhere or not sentences, path.name


@pytest.mark.parametrize("folder", ["tests", "checking", "."])
def test_nothing_needs_more_than_students_have(project: Project, folder: str) -> None:
    given = {"torch", "numpy", "jaxtyping", "pytest", "checking", "provided", "start"}
    standard = {
        "__future__",
        "ast",
        "collections",
        "ctypes",
        "dataclasses",
        "difflib",
        "enum",
        "hashlib",
        "html",
    }
    standard |= {
        "hashlib",
        "html",
        "importlib",
        "inspect",
        "itertools",
        "json",
        "math",
        "pathlib",
        "re",
        "shutil",
        "sys",
        "textwrap",
    }
    standard |= {"functools", "linecache", "threading", "traceback", "types", "typing"}
    for path in Path(project.assignment_folder, folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            roots = {name.split(".")[0] for name in names}
            assert roots <= given | standard, f"{path.name} imports {roots - given - standard}"
