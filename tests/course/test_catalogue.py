"""The committed catalogue is whole, as far as that shows without running it: `autograder audit` does that."""

import re
from collections import Counter

import pytest

from autograder.answer_key.runs import check_names, own_questions
from autograder.answer_key.variants import Variant, read_variants
from autograder.catalog import Project

CODE = re.compile(r"\w[(\[]|\[[^\]]*:|[=+*{}%]|//|->|\b(?:torch|np|def|lambda|import)\b")
NAME = re.compile(r"[\w.]+")


@pytest.fixture(scope="module")
def chaffs(project: Project) -> list[Variant]:
    return read_variants(project.chaffs_folder)


@pytest.fixture(scope="module")
def wheats(project: Project) -> list[Variant]:
    return read_variants(project.wheats_folder)


def test_there_are_enough_of_both(chaffs: list[Variant], wheats: list[Variant]) -> None:
    assert len(chaffs) >= 120
    assert len(wheats) >= 40


def test_every_variant_is_a_sentence(chaffs: list[Variant], wheats: list[Variant]) -> None:
    assert [each.id for each in [*chaffs, *wheats] if not each.sentence.endswith(".")] == []


def test_sentences_are_told_apart(chaffs: list[Variant]) -> None:
    often = Counter((each.module, each.names, each.sentence) for each in chaffs)
    assert [each for each, times in often.items() if times > 1] == []


def test_every_chaff_has_a_hint_that_asks(chaffs: list[Variant]) -> None:
    assert [each.id for each in chaffs if not each.hint.endswith("?")] == []


def test_no_hint_gives_code(chaffs: list[Variant]) -> None:
    quoted = {each.id: re.findall("`([^`]*)`", each.hint) for each in chaffs}
    assert [name for name, quotes in quoted.items() if not all(map(NAME.fullmatch, quotes))] == []
    assert [each.id for each in chaffs if CODE.search(each.hint)] == []


@pytest.mark.parametrize(
    "code", ["logits[:, :-1]", "max(1, n)", "a // b", "x + 1", "torch.roll", "-(-a // b)"]
)
def test_code_in_a_hint_would_be_found(code: str) -> None:
    assert CODE.search(f"What does {code} do?")


def test_every_variant_stands_on_public_names(
    chaffs: list[Variant], wheats: list[Variant], project: Project
) -> None:
    for variant in [*chaffs, *wheats]:
        check_names(variant, project)  # raises


def test_every_function_has_wrong_and_right_variants(
    chaffs: list[Variant], wheats: list[Variant], project: Project
) -> None:
    numbers = {question.number for question in project.assignment.questions}
    for variants in (chaffs, wheats):
        assert {each.number for variant in variants for each in own_questions(variant, project)} == numbers


def test_the_matrix_is_of_these_chaffs_and_each_part_catches_some(
    chaffs: list[Variant], project: Project
) -> None:
    _, *lines = project.matrix_file.read_text(encoding="utf-8").splitlines()
    failed = dict(line.split(": ") for line in lines)
    assert list(failed) == sorted(each.id for each in chaffs)
    parts = {part.id for question in project.assignment.questions for part in question.parts}
    assert {part for row in failed.values() for part in row.split()} == parts
