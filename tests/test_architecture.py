"""One plan, not three: ARCHITECTURE.md, the import contract and the imports of the course agree."""

import ast
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

import autograder
from autograder.catalog import Project

PACKAGE = Path(autograder.__file__).parent
ROOT = PACKAGE.parent
COURSE = Project(ROOT)
MINI = Project(ROOT / "tests" / "mini_assignment")
CODE_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PLANNED = "later"

# Layers and packages


class Layer(NamedTuple):
    there: frozenset[str]
    planned: frozenset[str]


def layers_of_the_contract() -> list[Layer]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (each for each in config["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    assert contract["exhaustive"]
    layers = []
    for line in contract["layers"]:
        names = [name.strip() for name in line.split("|")]
        planned = {name.strip("()") for name in names if name.startswith("(")}
        layers.append(Layer(frozenset(names) - {f"({name})" for name in planned}, frozenset(planned)))
    return layers


def rows_of_the_page() -> list[tuple[str, str]]:
    """The layer's number and the packages of each row."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = page.partition("\n## Layers and packages\n")[2].partition("\n## ")[0]
    cells = [line.split("|") for line in section.splitlines() if line.startswith("|")][2:]
    return [(number.strip(), packages) for _, number, packages, *_ in cells]


def layers_of_the_page() -> list[Layer]:
    layers = []
    for _, packages in rows_of_the_page():
        there, _, planned = packages.partition(PLANNED)
        layers.append(Layer(*(frozenset(CODE_SPAN.findall(cell)) for cell in (there, planned))))
    return layers


def test_the_page_and_the_contract_name_the_same_layers() -> None:
    assert layers_of_the_page() == layers_of_the_contract()


def test_each_package_is_in_one_layer_and_planned_ones_are_not_there_yet() -> None:
    layers = layers_of_the_contract()
    named = [name for layer in layers for name in (*layer.there, *layer.planned)]
    assert len(named) == len(set(named))
    there = {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }
    assert {name for layer in layers for name in layer.there} == there


def test_docstrings_name_the_layers_of_the_page() -> None:
    numbers = [number for number, _ in rows_of_the_page()]
    assert numbers == sorted(numbers, reverse=True)
    named = 0
    for number, packages in rows_of_the_page():
        for name in CODE_SPAN.findall(packages.partition(PLANNED)[0]):
            path = PACKAGE / f"{name}.py"
            path = path if path.is_file() else PACKAGE / name / "__init__.py"
            docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            for said in re.findall(r"\bLayer (\d)", docstring):
                assert said == number, path
                named += 1
    assert named > 0


def test_the_page_names_files_that_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    paths = {name for name in CODE_SPAN.findall(page) if re.fullmatch(r"[\w.]+(/[\w.]*)+", name)}
    paths -= {"provided/", "fresh/"}  # folders of `assignment/` and of the student zip
    assert len(paths) > 10
    assert sorted(each for each in paths if not ((ROOT / each).exists() or (PACKAGE / each).exists())) == []


# Imports of the course


def imports_of_ours(source: str) -> set[str]:
    """Modules of the engine that a file imports, by statement or by a name in a string."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.add("a relative import")
        elif isinstance(node, ast.ImportFrom) and node.module == "autograder":
            found |= {f"autograder.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if re.fullmatch(r"autograder(\.\w+)*", node.value) else set()
    return {name for name in found if name.partition(".")[0] in ("autograder", "a relative import")}


def files_of_the_course(project: Project) -> list[tuple[Path, set[str]]]:
    """Each Python file, and the parts of the engine that it may import."""
    may_use_the_face = (project.hidden_tests_folder, project.rubrics_folder)
    return [
        (path, {"autograder.testing"} if any(each in path.parents for each in may_use_the_face) else set())
        for path in sorted(project.course_folder.rglob("*.py"))
    ]


@pytest.mark.parametrize("project", [COURSE, MINI], ids=["course", "mini_assignment"])
def test_the_course_imports_the_face_for_authors_and_nothing_else_of_ours(project: Project) -> None:
    files = files_of_the_course(project)
    assert any(allowed for _, allowed in files)
    wrong = {
        path.relative_to(project.root).as_posix(): sorted(extra)
        for path, allowed in files
        if (extra := imports_of_ours(path.read_text(encoding="utf-8")) - allowed)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import autograder", {"autograder"}),
        ("import numpy, autograder.grading.key as key", {"autograder.grading.key"}),
        ("from autograder import testing, files", {"autograder.testing", "autograder.files"}),
        ("from autograder.testing import assert_same", {"autograder.testing"}),
        ("def f():\n    from autograder.sandbox import values", {"autograder.sandbox"}),
        ("import importlib\nimportlib.import_module('autograder.grading')", {"autograder.grading"}),
        ("from . import helpers", {"a relative import"}),
        ("import torch\nfrom provided.recipes import Recipe\n'autograder says so'", set()),
    ],
)
def test_imports_are_found(source: str, found: set[str]) -> None:
    assert imports_of_ours(source) == found
