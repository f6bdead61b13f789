"""Graders see all of a rubric; students see the criteria and nothing that is kept for graders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.release.student_zip import is_handed_out
from autograder.rubrics import Rubric
from autograder.rubrics.samples import read_samples
from autograder.rubrics.show import for_graders, for_students

RUN = 40
"""So many characters in a row that stand in two texts are a copy."""
SAMPLE_RUN = 100
"""Samples may cite the same titles as the handout."""


def kept_for_graders(rubric: Rubric) -> Iterator[str]:
    yield rubric.notes
    for each in rubric.criteria:
        yield from (each.counts, each.does_not_count, each.example, each.counter_example, each.notes)
        yield from (level.notes for level in each.levels)


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


def runs(text: str, length: int) -> set[str]:
    return {text[place : place + length] for place in range(len(text) - length + 1)}


def leaked(secrets: list[str], material: str, length: int = RUN) -> list[str]:
    seen = runs(plain(material), length)
    return [run for secret in secrets for run in sorted(runs(plain(secret), length) & seen)[:1]]


@pytest.mark.parametrize("place", range(5))
def test_graders_see_everything(rubrics: tuple[Rubric, ...], project: Project, place: int) -> None:
    shown = for_graders(rubrics[place], project.assignment.written[place])
    words = " ".join(shown.split())
    assert rubrics[place].hash in shown
    assert [text for text in kept_for_graders(rubrics[place]) if " ".join(text.split()) not in words] == []
    for each in rubrics[place].criteria:
        assert f"`{each.id}`" in shown
        assert each.text in shown
        assert [level.text for level in each.levels if level.text not in shown] == []


@pytest.mark.parametrize("place", range(5))
def test_students_see_the_criteria_only(rubrics: tuple[Rubric, ...], project: Project, place: int) -> None:
    rubric = rubrics[place]
    shown = for_students(rubric, project.assignment.written[place])
    for each in rubric.criteria:
        assert each.text in shown
        assert f"{each.points:g} point" in shown
        assert [level.text for level in each.levels if level.text not in shown] == []
    assert leaked(list(kept_for_graders(rubric)), shown) == []


def texts_of(folder: Path, project: Project) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if is_handed_out(path, project)
    }


@pytest.mark.slow
def test_what_is_kept_for_graders_stands_nowhere_in_what_students_get(
    checkout: Project, rubrics: tuple[Rubric, ...]
) -> None:
    secrets = [text for rubric in rubrics for text in kept_for_graders(rubric)]
    samples = [sample for rubric in rubrics for sample in read_samples(checkout, rubric)]
    # An injection may hand the question back: that is not our leak.
    answers = [sample.answer for sample in samples if sample.kind != "injection"]
    answers += [why for sample in samples for why in sample.why.values()]
    material = texts_of(checkout.assignment_folder, checkout)
    assert "README.md" in material
    for name, text in material.items():
        assert leaked(secrets, text) == [], name
        assert leaked(answers, text, SAMPLE_RUN) == [], name


def test_the_search_for_leaks_finds_one(rubrics: tuple[Rubric, ...]) -> None:
    copied = rubrics[0].criteria[0].example[5:60].upper().replace(" ", "\n")
    assert leaked(list(kept_for_graders(rubrics[0])), f"before {copied} after") != []
