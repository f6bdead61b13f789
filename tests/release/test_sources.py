"""What students read cites the handout's list of sources, and the list holds what is cited and no more."""

import ast
import re
from pathlib import Path

from autograder.catalog import Project

PAPER = re.compile(r"\b([A-Z]\w+(?: et al\.| & [A-Z]\w+) \d{4})\b")
LINK = re.compile(r"\]\((https://[^)\s]+)\)")
BODY, LIST = "## Part 1.", "## Sources\n"
OWN_KNOWLEDGE = ("plain arithmetic", "the sizes of PyTorch's dtypes")
"""How a `Source:` begins that needs no source."""


def handout(project: Project) -> tuple[str, list[str]]:
    """Return the handout from part 1 on without its list of sources, and the entries of the list."""
    text = (project.assignment_folder / "README.md").read_text(encoding="utf-8")
    body, entries = text[text.index(BODY) :].split(LIST)
    return body, [line.removeprefix("- ") for line in entries.splitlines() if line.startswith("- ")]


def docstrings(project: Project) -> list[str]:
    paths: list[Path] = [
        *(project.solutions_folder / module.path for module in project.assignment.modules),
        *sorted((project.assignment_folder / "provided").glob("*.py")),
    ]
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [
        node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)
    ]
    return [" ".join(text.split("\n\n")[0].split()) for node in nodes for text in paragraphs(node)]


def paragraphs(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> list[str]:
    return (ast.get_docstring(node) or "").split("\n\n")


def sources(project: Project) -> list[str]:
    """Return each source that a docstring names, without what it is cited for."""
    named = [text.removeprefix("Source: ") for text in docstrings(project) if text.startswith("Source: ")]
    assert len(named) == sum(len(module.questions) for module in project.assignment.modules)
    return [part.strip() for text in named for part in re.split(r";|\. ", text.replace("et al. ", "et al.~"))]
