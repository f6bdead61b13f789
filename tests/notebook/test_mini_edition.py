"""The smallest other course as a notebook: without checks, and with the checks of this course's package."""

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.catalog import Project
from autograder.notebook.edition import notebook_edition
from autograder.release.generated import write_generated_files

from .conftest import run

pytestmark = pytest.mark.slow

MINI = Path(__file__).parents[1] / "mini_assignment"


def notebook_of(files: dict[str, bytes]) -> Any:
    (content,) = files.values()
    return nbformat.reads(content.decode(), as_version=4)


def test_without_checks_it_has_functions_and_questions(tmp_path: Path) -> None:
    edition = notebook_edition(Project(MINI))
    assert edition.otter == {}
    notebook = notebook_of(edition.student)
    text = "\n".join(cell.source for cell in notebook.cells)
    for expected in (
        "# Part 1. From probabilities to tokens",
        "## 1.2 nucleus",
        "<!-- ANSWER BEGINS q1_temperature",
    ):
        assert expected in text
    assert "grader.check" not in [cell.source for cell in notebook.cells]
    outputs = run(notebook, tmp_path)
    assert [text for _, text in outputs if "Error" in text] == []


def test_with_checks_it_checks(project: Project, tmp_path: Path) -> None:
    root = shutil.copytree(MINI, tmp_path / "mini", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(project.assignment_folder / "checking", root / "assignment" / "checking")
    mini = Project(root)
    write_generated_files(mini)
    edition = notebook_edition(mini)
    assert list(edition.otter) == ["token-choice-2026.1.1-otter-public-tests-only.zip"]
    outputs = dict(run(notebook_of(edition.student), tmp_path))
    assert outputs['grader.check("1.1")'] == "1.1 greedy is not started\n"
    assert outputs['grader.check("1.2")'] == "1.2 nucleus is not started\n"
    assert (
        json.loads((root / "assignment/checking/questions.json").read_text())["title"]
        in outputs["grader.check_all()"]
    )
