"""A rubric of our own to test with, beside the five real ones."""

import shutil
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.marking.flags import Known, known_texts
from autograder.rubrics import Criterion, Level, Rubric, read_rubrics


def criterion(
    identifier: str, points: float, *levels: float, evidence: bool = True, text: str = "Says it."
) -> Criterion:
    return Criterion(
        id=identifier,
        points=points,
        text=text,
        counts="What counts.",
        does_not_count="What does not.",
        example="An example.",
        counter_example="A counter-example.",
        evidence=evidence,
        notes="Notes.",
        levels=tuple(Level(level, f"Level {level:g}.", "How to tell.") for level in levels),
    )


@pytest.fixture
def small() -> Rubric:
    """Met or not met with and without a quote, and a criterion with levels."""
    criteria = (criterion("fact", 1), criterion("style", 0.5, evidence=False), criterion("depth", 2, 0, 1, 2))
    return Rubric("Q1", "2026.1.1", "Notes.", criteria)


@pytest.fixture(scope="session")
def rubrics(project: Project) -> tuple[Rubric, ...]:
    return read_rubrics(project)


@pytest.fixture(scope="session")
def known(project: Project, rubrics: tuple[Rubric, ...]) -> Known:
    """Texts of ours, which are not flagged."""
    return known_texts(project, rubrics)


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Project:
    """What a rubric needs of a checkout, to be changed: rubrics, catalog, questions, and no samples."""
    root = tmp_path / "copy"
    shutil.copytree(project.rubrics_folder, root / "autograder" / "course" / "rubrics")
    shutil.copyfile(project.catalog_file, root / "autograder" / "course" / "assignment.toml")
    shutil.copytree(project.assignment_folder / "written", root / "assignment" / "written")
    (root / "solutions").mkdir()
    return Project(root)
