"""Make notebooks of module files and answers, in the form in which students receive theirs."""

import ast
import json
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.catalog import Assignment, Module

PLACEHOLDER = "*Replace this line with your answer.*"
Notebook = dict[str, Any]


def code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": lines(text),
    }


def markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": lines(text)}


def raw(text: str) -> dict[str, Any]:
    return {"cell_type": "raw", "metadata": {}, "source": lines(text)}


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def notebook(cells: Sequence[dict[str, Any]], minor: int = 5) -> Notebook:
    cells = [{**cell, "id": f"cell-{n}"} if minor >= 5 else cell for n, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": minor}


def as_bytes(made: Notebook) -> bytes:
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def module_cells(module: Module, source: str) -> list[dict[str, Any]]:
    """Return a module's section: its given code, then a text, a cell and a check for each function."""
    names = {question.function: question for question in module.questions}
    cells = [markdown(f"# Part {module.number}. {module.title}\n\n<!-- MODULE {module.name} -->")]
    given: list[str] = []
    for part, defined in _parts(source):
        if not names.keys() & defined:
            given.append(part)
            continue
        if given:
            text = "\n\n".join(given)
            mark = "" if len(cells) > 1 else f"# {module.path}: given\n"
            cells.append(code(mark + text))
            given = []
        question = names[next(iter(names.keys() & defined))]
        cells.append(markdown(f"## {question.number} {question.function}"))
        cells.append(code(f"# {module.path}\n{part}"))
        cells.append(code(f'grader.check("{question.number}")'))
    return [*cells, code("\n\n".join(given))] if given else cells


def _parts(source: str) -> list[tuple[str, set[str]]]:
    """Return the top-level statements with the comments above them, and the name that each defines."""
    text, at, found = source.split("\n"), 0, []
    for node in ast.parse(source).body:
        end = node.end_lineno or 0
        part = "\n".join(text[at:end]).strip("\n")
        at = end
        name = getattr(node, "name", "")
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        found.append((part, {name}))
    return found


def answer_cells(
    name: str, number: str, title: str, answer: str = PLACEHOLDER, used: str = ""
) -> list[dict[str, Any]]:
    return [
        markdown(
            f"# {number}. {title}\n\n> Why?\n>\n> - **One.** And how?\n\n**Length:** 1-2 words."
            f"\n\n<!-- QUESTION {name} -->"
        ),
        markdown(f"<!-- ANSWER BEGINS {name} -->\n{answer}\n<!-- ANSWER ENDS {name} -->"),
        markdown(f'<!-- HELP USED {name} -->\n**Help used** (people, tools, AI; "none" if none): {used}'),
    ]


def student_notebook(
    assignment: Assignment, sources: Mapping[str, str], answers: Mapping[str, str] = {}
) -> list[dict[str, Any]]:
    """Return the cells of a whole notebook.

    Args:
        assignment: the catalog.
        sources: the modules' source by name.
        answers: by the questions' names.
    """
    cells = [
        markdown(f"# {assignment.title}"),
        code("# Setup: run this cell first.\nBLOB = '" + "x" * 40_000 + "'"),
    ]
    for module in assignment.modules:
        cells += module_cells(module, sources[module.name])
    for each in assignment.written:
        cells += answer_cells(each.name, each.number, each.title, answers.get(each.name, PLACEHOLDER))
    return [*cells, code("grader.check_all()")]
