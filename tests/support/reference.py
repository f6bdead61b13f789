"""Loads the reference solutions: the one place that does, and only from `solutions/`.

Solutions import each other and `provided` by plain names, as students' modules do. A missing solution
must not resolve to a stub of the same name, so every module that is loaded here is checked for where
it came from.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

from autograder.catalog import Project


class MissingReferenceError(Exception):
    """A reference module is missing, or would have come from somewhere else."""


def load_reference(name: str, project: Project | None = None) -> ModuleType:
    """The module `name` of `solutions/`, such as ``"pretraining"``.

    Raises:
        MissingReferenceError: there is no such solution, or the name resolves to another file.
    """
    project = project or Project.find()
    return _load(name, project, project.solutions_folder)


def load_provided(name: str, project: Project | None = None) -> ModuleType:
    """The module `name` of `assignment/provided/`, such as ``"recipes"``: the given code."""
    project = project or Project.find()
    return _load(f"provided.{name}", project, project.assignment_folder)


def load_lab(name: str, project: Project | None = None) -> ModuleType:
    """The module `name` of `assignment/labs/`, such as ``"report"`` or ``"pretrain"``, which is a package."""
    project = project or Project.find()
    return _load(f"labs.{name}", project, project.assignment_folder)


def reference_functions(project: Project | None = None) -> dict[str, object]:
    """All public functions of the solutions, by name, as a notebook's global names hold a student's."""
    project = project or Project.find()
    return {
        question.function: getattr(load_reference(question.module, project), question.function)
        for question in project.assignment.questions
    }


def _load(name: str, project: Project, home: Path) -> ModuleType:
    expected = home.joinpath(*name.split("."))
    expected = expected / "__init__.py" if expected.is_dir() else expected.with_suffix(".py")
    if not expected.is_file():
        raise MissingReferenceError(f"{expected} does not exist")
    # Solutions first: `assignment/` is there for `provided` only, and holds stubs of the same names.
    saved = sys.path[:]
    sys.path[:0] = [str(project.solutions_folder), str(project.assignment_folder)]
    try:
        module = importlib.import_module(name)
    finally:
        sys.path[:] = saved
    if module.__file__ is None or Path(module.__file__).resolve() != expected.resolve():
        raise MissingReferenceError(f"{name} was loaded from {module.__file__}, not from {expected}")
    return module
