"""Secrets that students' material must not hold: solutions, hidden tests, graders' notes, sample answers."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from autograder.catalog import Project
from autograder.release.leaks import Secret, hidden_test, prose, solution

PUBLIC_KEYS = {"text", "id", "question", "version"}
"""The keys of a rubric that students may read. All other texts in it are for graders."""


def secrets_of(project: Project) -> list[Secret]:
    """Return everything of a course that only staff may read, except its key, which is made from the rest."""
    return [
        *(solution(name, text) for name, text in _texts(project, project.solutions_folder, "*.py")),
        *(hidden_test(name, text) for name, text in _texts(project, project.hidden_tests_folder, "*.py")),
        *(
            prose(name, _for_graders(tomllib.loads(text)))
            for name, text in _texts(project, project.rubrics_folder, "*.toml")
        ),
        *(prose(name, [text]) for name, text in _texts(project, project.solutions_folder, "**/*.md")),
    ]


def _texts(project: Project, folder: Path, pattern: str) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob(pattern)):
        yield path.relative_to(project.root).as_posix(), path.read_text(encoding="utf-8")


def _for_graders(value: object, key: str = "") -> Iterator[str]:
    """Yield the texts of a rubric that students must not read."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _for_graders(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _for_graders(inner, key)
    elif isinstance(value, str) and key not in PUBLIC_KEYS:
        yield value
