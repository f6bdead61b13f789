"""The real catalog is read as it is written; a bad one is refused with its place and the reason."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import CatalogError, Limits, Project, read_assignment

LIMITS = [field.name for field in fields(Limits)]
SMALL = """
title = "Small"
slug = "small-one"
version = "2026.1.1"
credits = "Ours."
feedback = "hint"
visibility = "visible"

[limits]
LIMITS

[sandbox]
minimum_level = "2"
on_missing = "error"

[[modules]]
number = "1"
name = "pretraining"
title = "Next-token prediction"
hours = 4
ai = "ask"

[[modules.questions]]
function = "next_token_pairs"
parts = { core = 1.5, errors = 0.5 }

[[modules.questions]]
function = "next_token_loss"
needs = ["next_token_pairs"]
parts = { core = 1 }

[[written]]
number = "Q1"
name = "q1_pretraining"
title = "What pretraining is"
summary = "The task"
points = 4
words = [150, 250]
hours = 0.5
ai = "none"
""".replace("LIMITS", "\n".join(f"{limit} = 1000" for limit in LIMITS))

SECOND_MODULE = """
[[modules]]
number = "{number}"
name = "{name}"
title = "Another"
hours = 1
ai = "ask"
questions = [{{ function = "{function}", parts = {{ core = 1 }} }}]
"""


@pytest.fixture
def catalog_file(tmp_path: Path) -> Path:
    path = tmp_path / "assignment.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        read_assignment(path)
    return str(caught.value)


# The real one


@pytest.fixture
def raw(project: Project) -> dict[str, Any]:
    return tomllib.loads(project.catalog_file.read_text(encoding="utf-8"))


def test_points_are_the_sums_of_what_is_written(project: Project, raw: dict[str, Any]) -> None:
    parts = [question["parts"] for module in raw["modules"] for question in module["questions"]]
    assert project.assignment.code_points == sum(sum(each.values()) for each in parts)
    assert project.assignment.written_points == sum(written["points"] for written in raw["written"])


def test_numbers_follow_the_modules_and_the_order_in_them(project: Project, raw: dict[str, Any]) -> None:
    expected = [
        f"{module['number']}.{place}"
        for module in raw["modules"]
        for place in range(1, len(module["questions"]) + 1)
    ]
    assert [question.number for question in project.assignment.questions] == expected


def test_a_function_is_found_by_its_name(project: Project) -> None:
    assert project.assignment.question("next_token_loss").label == "Part 1.2: next_token_loss"
    with pytest.raises(KeyError):
        project.assignment.question("no_such_function")


def test_every_piece_that_a_student_edits_exists(project: Project, raw: dict[str, Any]) -> None:
    pieces = [each.path for each in project.assignment.pieces]
    assert len(pieces) == len(set(pieces)) == len(raw["modules"]) + len(raw["written"])
    assert [path for path in pieces if not (project.assignment_folder / path).is_file()] == []


# A small one


def test_a_small_catalog_is_read_as_it_stands(catalog_file: Path) -> None:
    assignment = read_assignment(catalog_file)
    pairs, loss = assignment.questions
    assert [(part.id, part.points) for part in pairs.parts] == [("1.1.core", 1.5), ("1.1.errors", 0.5)]
    assert (pairs.points, pairs.module, pairs.needs) == (2, "pretraining", ())
    assert loss.needs == ("next_token_pairs",)
    assert assignment.written[0].words == (150, 250)
    assert assignment.limits.output_characters == 1000


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('title = "Small"\n', "", "assignment.toml: ", "title is missing; it must be a text"),
        ('"Small"', '""', "assignment.toml: ", "title must be a text that is not empty, not ''"),
        ('"Small"', "7", "assignment.toml: ", "title must be a text that is not empty, not 7"),
        ('slug = "small-one"\n', "", "assignment.toml: ", "slug is missing; it must be a name of lower-case"),
        ('"small-one"', '"a/b"', "assignment.toml: ", "slug must be a name of lower-case letters, digits"),
        ('"small-one"', '"../x"', "assignment.toml: ", "slug must be a name of lower-case letters, digits"),
        ('"small-one"', '"Small"', "assignment.toml: ", "slug must be a name of lower-case letters, digits"),
        ('"small-one"', '"a--b"', "assignment.toml: ", "slug must be a name of lower-case letters, digits"),
        ('"small-one"', "1", "assignment.toml: ", "slug must be a name of lower-case letters, digits"),
        ('"hint"', '"hints"', "assignment.toml: ", "feedback must be one of none, hint, full, not 'hints'"),
        ('"visible"', "true", "assignment.toml: ", "visibility must be one of visible, "),
        ("credits", "credit", "assignment.toml: ", "credits is missing"),
        ("[limits]", 'note = "x"\n[limits]', "assignment.toml: ", "unknown key 'note'"),
        ("output_characters = 1000", "", "toml, limits: ", "output_characters is missing"),
        ("[limits]", "[limits]\nmemory = 1", "toml, limits: ", "unknown key 'memory'"),
        ('"2"', "2", "toml, sandbox: ", "minimum_level must be one of 3, 2, 2-, 1, 0, not 2"),
        ('"error"', '"ignore"', "toml, sandbox: ", "on_missing must be one of error, grade_and_flag"),
        ("hours = 4", 'hours = "4"', "toml, modules 1: ", "hours must be a number above 0, not '4'"),
        ('"ask"', '"maybe"', "toml, modules 1: ", "ai must be one of none, ask, allowed, not 'maybe'"),
        ('ai = "ask"', 'ai = "ask"\nlevel = 2', "toml, modules 1: ", "unknown key 'level'"),
        ('function = "next_token_pairs"\n', "", "modules 1, questions 1: ", "function is missing"),
        ("{ core = 1.5, errors = 0.5 }", "2", "(next_token_pairs): ", "parts must be a table, not 2"),
        ("{ core = 1.5, errors = 0.5 }", "{}", "(next_token_pairs), parts: ", "the first part must be core"),
        ("core = 1.5, errors", "edges = 1.5, core", "(next_token_pairs), parts: ", "first part must be core"),
        ("core = 1.5", "core = -1", "(next_token_pairs), parts: ", "core must be a number above 0, not -1"),
        ("core = 1 }", "core = 1 }\nextra = 1", "questions 2 (next_token_loss): ", "unknown key 'extra'"),
        (
            '["next_token_pairs"]',
            '"pairs"',
            "(next_token_loss): ",
            "needs must be a list of texts, not 'pairs'",
        ),
        ('["next_token_pairs"]', "[1]", "(next_token_loss): ", "needs must be a list of texts, not [1]"),
        ('["next_token_pairs"]', '["x"]', "next_token_loss needs 'x'", "which is not an earlier question"),
        ('["next_token_pairs"]', '["next_token_loss"]', "needs 'next_token_loss'", "not an earlier question"),
        ('"next_token_loss"', '"next_token_pairs"', "assignment.toml: ", "'next_token_pairs' is used twice"),
        ('"next_token_loss"', '"pretraining"', "assignment.toml: ", "the name 'pretraining' is used twice"),
        ("points = 4", "points = 0", "toml, written 1: ", "points must be a number above 0, not 0"),
        ("[150, 250]", "[250, 150]", "toml, written 1: ", "words must be two word counts [min, max]"),
        ("[150, 250]", "[150]", "toml, written 1: ", "words must be two word counts [min, max]"),
        ("[150, 250]", "[true, 250]", "toml, written 1: ", "words must be two word counts [min, max]"),
        ('"Q1"', '"1"', "assignment.toml: ", "the number '1' is used twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    catalog_file: Path, old: str, new: str, place: str, reason: str
) -> None:
    assert old in SMALL
    complaint = refusal(catalog_file, SMALL.replace(old, new, 1))
    assert place in complaint
    assert reason in complaint


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("value", ["0", "-1", "inf", "nan", "true", '"5"'])
def test_a_limit_is_a_number_above_0(catalog_file: Path, limit: str, value: str) -> None:
    complaint = refusal(catalog_file, SMALL.replace(f"{limit} = 1000", f"{limit} = {value}"))
    assert f"assignment.toml, limits: {limit} must be a " in complaint
    assert "number above 0, not " in complaint


def test_characters_are_counted_whole(catalog_file: Path) -> None:
    complaint = refusal(catalog_file, SMALL.replace("output_characters = 1000", "output_characters = 0.5"))
    assert complaint.endswith("limits: output_characters must be a whole number above 0, not 0.5")


@pytest.mark.parametrize("tables", ['modules = "all"', "modules = [1, 2]"])
def test_modules_that_are_not_tables_are_refused(catalog_file: Path, tables: str) -> None:
    top, _, _ = SMALL.partition("[[modules]]")
    head, _, limits = top.partition("[limits]")
    complaint = refusal(catalog_file, f"{head}{tables}\n[limits]{limits}")
    assert "assignment.toml: modules must be a list of tables, not " in complaint


@pytest.mark.parametrize(
    ("number", "name", "function", "twice"),
    [
        ("1", "other", "g", "the number '1' is used twice"),
        ("2", "pretraining", "g", "the name 'pretraining' is used twice"),
        ("2", "other", "next_token_loss", "the name 'next_token_loss' is used twice"),
    ],
)
def test_modules_share_no_number_name_or_function(
    catalog_file: Path, number: str, name: str, function: str, twice: str
) -> None:
    second = SECOND_MODULE.format(number=number, name=name, function=function)
    assert twice in refusal(catalog_file, SMALL + second)


def test_a_file_that_is_not_toml_is_refused_with_the_file_and_the_line(catalog_file: Path) -> None:
    complaint = refusal(catalog_file, 'title = "Small"\nversion = \n')
    assert f"{catalog_file} is not valid TOML" in complaint
    assert "line 2" in complaint


def test_bytes_that_are_not_utf8_are_refused(catalog_file: Path) -> None:
    catalog_file.write_bytes('title = "Größe"'.encode("latin-1"))
    with pytest.raises(CatalogError, match="is not valid TOML"):
        read_assignment(catalog_file)


def test_a_missing_catalog_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"absent\.toml does not exist"):
        read_assignment(tmp_path / "absent.toml")
