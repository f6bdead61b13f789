"""A checkout is found from any folder inside it, or by name."""

from pathlib import Path

import pytest

from autograder.catalog import Project, ProjectError


@pytest.mark.parametrize("inside", [".", "assignment", "assignment/written", "autograder/course/rubrics"])
def test_a_checkout_is_found_from_inside(
    checkout: Project, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.chdir(checkout.root / inside)
    assert Project.find().root == checkout.root.resolve()


def test_outside_of_any_checkout_the_package_uses_its_own(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Project.find().root == project.root


def test_a_named_root_wins_over_the_current_folder(
    project: Project, checkout: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    found = Project.find(checkout.root)
    assert found.root == checkout.root.resolve()
    assert found.assignment.title == project.assignment.title


@pytest.mark.parametrize("missing", ["autograder/course/assignment.toml", "assignment"])
def test_a_root_that_is_not_a_checkout_is_refused_by_name(checkout: Project, missing: str) -> None:
    (checkout.root / missing).rename(checkout.root / "elsewhere")
    with pytest.raises(ProjectError) as caught:
        Project.find(checkout.root)
    assert f"no checkout of the assignment at {checkout.root}" in str(caught.value)
    assert "--root" in str(caught.value)


def test_a_folder_inside_a_checkout_is_not_a_root(checkout: Project) -> None:
    with pytest.raises(ProjectError):
        Project.find(checkout.root / "assignment")
