"""Building the key: from solutions that pass every hidden test, kept until a source of it changes."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.answer_key import build as key_building
from autograder.answer_key.build import build_key, key_for, sources
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.grading.key import Key, hash_of_sources
from autograder.sandbox.outcome import End
from autograder.sandbox.zygote import Zygote

HIDDEN = """
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("digits", [2, 30])
def test_double(student, reference, rng, digits):
    x = int("".join(map(str, rng.integers(1, 9, digits))))
    assert_same(student.double(x), reference.double(x))

@pytest.mark.part("1.1.errors")
def test_text(student, reference):
    assert_raises(reference.double("a"), "TypeError")
    assert_raises(student.double("a"), "TypeError")

@pytest.mark.part("1.2.core")
def test_half(student, reference):
    assert_same(student.halve(8), reference.halve(8))
"""
Tiny = Callable[..., Project]


@pytest.fixture(autouse=True)
def one_zygote(zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny assignment has the same `provided/`, so the zygote of all tests serves it as well."""
    monkeypatch.setattr(key_building, "start_zygote", lambda _project: contextlib.nullcontext(zygote))


def test_it_holds_the_reference_and_no_solution(tiny: Tiny) -> None:
    key = build_key(tiny(HIDDEN), 3)
    assert key.seed == 3
    assert list(key.parts.values()) == ["1.1.core", "1.1.core", "1.1.errors", "1.2.core"]
    (half,) = key.calls["test_student.py::test_half"]
    assert (half.outcome.end, half.outcome.value) == (End.VALUE, 4)
    (text,) = key.calls["test_student.py::test_text"]
    assert text.outcome.error is not None
    assert text.outcome.error.text == "a text has no double"
    assert "a text has no double" not in key.to_json()
    assert "return" not in key.to_json()


def test_the_same_bytes_for_the_same_seed(tiny: Tiny) -> None:
    project = tiny(HIDDEN)
    first, again, other = (build_key(project, seed).to_json() for seed in (3, 3, 4))
    assert first == again
    assert first != other
    assert Key.from_json(first).to_json() == first


def test_solutions_that_fail_are_our_error(tiny: Tiny) -> None:
    project = tiny(HIDDEN + "    assert_same(student.halve(9), reference.halve(8).view(lambda x: x + 1))\n")
    with pytest.raises(GraderError, match=r"the solutions fail test_student\.py::test_half: wrong value"):
        build_key(project, 1)


def test_a_missing_solution_is_our_error(tiny: Tiny) -> None:
    project = tiny(HIDDEN)
    (project.solutions_folder / "student.py").rename(project.assignment_folder / "student.py")
    with pytest.raises(GraderError, match=r"the solutions fail .*: not started"):
        build_key(project, 1)


@pytest.mark.parametrize("part", ["1.1.errors", "1.2.core"])
def test_a_part_without_a_test_is_our_error(tiny: Tiny, part: str) -> None:
    hidden = HIDDEN.replace(part, "1.1.core" if part == "1.1.errors" else "1.2.example")
    with pytest.raises(GraderError, match=f"no hidden test is marked for the part {part}"):
        build_key(tiny(hidden), 1)


def test_a_key_is_kept_and_read_again(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tiny(HIDDEN)
    key = key_for(project, 1)
    (kept,) = (project.root / ".autograder").iterdir()
    assert kept.name == f"key-{key.made_from}.json"
    assert kept.read_text(encoding="utf-8") == key.to_json()
    monkeypatch.setattr(key_building, "build_key", pytest.fail)
    assert key_for(project, 1).to_json() == key.to_json()


def change_solution(project: Project) -> None:
    path = project.solutions_folder / "student.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")


def change_test(project: Project) -> None:
    path = project.hidden_tests_folder / "test_student.py"
    path.write_text(path.read_text(encoding="utf-8").replace("halve(8)", "halve(10)"), encoding="utf-8")


def change_provided(project: Project) -> None:
    (project.assignment_folder / "provided" / "more.py").write_text("", encoding="utf-8")


def change_catalog(project: Project) -> None:
    text = project.catalog_file.read_text(encoding="utf-8")
    project.catalog_file.write_text(text.replace("core = 2", "core = 3"), encoding="utf-8")


def spoil(project: Project) -> None:
    for kept in (project.root / ".autograder").iterdir():
        kept.write_text(kept.read_text(encoding="utf-8")[:100], encoding="utf-8")


@pytest.mark.parametrize(
    "change", [change_solution, change_test, change_provided, change_catalog, spoil], ids=lambda f: f.__name__
)
def test_a_stale_or_spoiled_key_is_built_again(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, change: Callable[[Project], None]
) -> None:
    project = tiny(HIDDEN)
    key_for(project, 1)
    change(project)
    changed = Project(project.root)
    built = []

    def count(project: Project, seed: int) -> Key:
        built.append(seed)
        return build_key(project, seed)

    monkeypatch.setattr(key_building, "build_key", count)
    assert key_for(changed, 1).to_json() == key_for(changed, 1).to_json()
    assert built == [1]


def test_every_seed_has_a_key_of_its_own(tiny: Tiny) -> None:
    project = tiny(HIDDEN)
    assert key_for(project, 1).made_from != key_for(project, 2).made_from


def test_what_it_is_made_from_stands_in_two_places_alike(tiny: Tiny, tmp_path: Path) -> None:
    project = tiny(HIDDEN)
    copy = Project(shutil.copytree(project.root, tmp_path / "another" / "place"))
    assert hash_of_sources(sources(project), 1) == hash_of_sources(sources(copy), 1)
