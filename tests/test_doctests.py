"""Every example in a docstring runs, and every function that students write has one and names its source."""

import ast
import doctest
import importlib
from pathlib import Path
from types import ModuleType

import pytest
from reference import load_provided, load_reference

import autograder
from autograder.catalog import Project

PACKAGE = Path(autograder.__file__).parent
# Chaffs run in workers only, and so does what lies in `inside/`: both import what is not there here.
NEVER_IMPORTED = {"course", "inside"}
OURS = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
    and (path.name == "__init__.py" or not NEVER_IMPORTED.intersection(path.parts))
)
SOLUTIONS = ["pretraining", "finetuning", "memory", "sharding", "context"]
PROVIDED = ["tokenizer", "recipes", "tiny_gpt"]


def assert_examples_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0, "see the captured output"


@pytest.mark.parametrize("name", SOLUTIONS)
def test_examples_of_the_solutions(name: str) -> None:
    assert_examples_run(load_reference(name))


@pytest.mark.parametrize("name", PROVIDED)
def test_examples_of_the_given_code(name: str) -> None:
    assert_examples_run(load_provided(name))


@pytest.mark.parametrize("name", OURS)
def test_examples_of_the_package(name: str) -> None:
    assert_examples_run(importlib.import_module(name))


def test_all_solutions_and_given_modules_are_listed(project: Project) -> None:
    assert sorted(path.stem for path in project.solutions_folder.glob("*.py")) == sorted(SOLUTIONS)
    given = [path.stem for path in (project.assignment_folder / "provided").glob("*.py")]
    assert sorted(given) == sorted(["__init__", *PROVIDED])
    assert [module.name for module in project.assignment.modules] == SOLUTIONS


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_function_of_the_contract_has_an_example_and_a_source(project: Project, name: str) -> None:
    source = (project.solutions_folder / f"{name}.py").read_text(encoding="utf-8")
    docstrings = {
        node.name: ast.get_docstring(node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
    (module,) = (module for module in project.assignment.modules if module.name == name)
    functions = [question.function for question in module.questions]
    examples = doctest.DocTestParser()
    assert [each for each in functions if not examples.get_examples(docstrings[each])] == []
    assert [each for each in functions if "\nSource: " not in docstrings[each]] == []
