"""Every rubric is sound, and one that is not is refused with file, criterion and field."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.rubrics import Rubric, RubricError, read_rubric, read_rubrics
from autograder.rubrics.read import read_numbers

Change = Callable[[str], str]


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def test_each_written_question_has_a_rubric_worth_its_points(project: Project) -> None:
    read = read_rubrics(project)
    assert [(each.question, each.points) for each in read] == [
        (each.number, each.points) for each in project.assignment.written
    ]
    assert sum(each.points for each in read) == project.assignment.written_points


def test_only_the_essay_has_levels(rubrics: tuple[Rubric, ...]) -> None:
    with_levels = {rubric.question for rubric in rubrics for each in rubric.criteria if each.levels}
    assert with_levels == {"Q5"}
    assert all(each.levels for each in rubrics[-1].criteria)


def test_a_rubric_is_found_by_number_and_by_name(project: Project) -> None:
    assert read_rubric(project, "q5") == read_rubric(project, "Q5") == read_rubric(project, "q5_society")
    with pytest.raises(RubricError, match=r"'Q6'; there are Q1, Q2, Q3, Q4, Q5"):
        read_rubric(project, "Q6")


def test_no_criterion_of_the_essay_asks_for_an_opinion(rubrics: tuple[Rubric, ...]) -> None:
    essay = rubrics[-1]
    texts = [each.text for each in essay.criteria]
    texts += [text for each in essay.criteria for level in each.levels for text in (level.text, level.notes)]
    opinion = re.compile(
        r"\b(optimis\w+|pessimis\w+|in favour|pro-AI|anti-AI|agrees? with (you|us)|right (view|opinion)"
        r"|wrong (view|opinion)|convincing|persuasive)\b",
        re.IGNORECASE,
    )
    assert [text for text in texts if opinion.search(text)] == []
    assert "No opinion earns or loses anything" in essay.notes


def test_the_accepted_node_counts_follow_from_their_bytes(rubrics: tuple[Rubric, ...]) -> None:
    rows = re.findall(r"^\| (\d+) \|.*\| ([\d,]+) \| (\d+) \|$", rubrics[2].notes, re.MULTILINE)
    assert {int(size) for size, _, _ in rows} >= {16, 18, 20}
    for size, total, nodes in rows:
        total_gb = int(size) * 1800
        assert int(total.replace(",", "")) == total_gb
        assert int(nodes) == -(-total_gb // 1128)


def test_the_hash_names_the_content_and_not_the_layout(copy: Project) -> None:
    path = copy.rubrics_folder / "q1.toml"
    text = path.read_text(encoding="utf-8")
    before = read_rubric(copy, "Q1")
    path.write_text("# A comment.\n" + text.replace("points = 1\n", "points = 1.0\n"), encoding="utf-8")
    assert read_rubric(copy, "Q1").hash == before.hash
    path.write_text(text.replace("Any words will do", "All words will do"), encoding="utf-8")
    assert read_rubric(copy, "Q1").hash != before.hash
    path.write_text(text.replace("evidence = true", "evidence = false", 1), encoding="utf-8")
    assert read_rubric(copy, "Q1").hash != before.hash


def test_the_hash_covers_every_field(small: Rubric) -> None:
    others: dict[type, Any] = {str: "other", float: 3.0, int: 3, bool: False, tuple: ()}
    for field in dataclasses.fields(small.criteria[2]):
        other = others[type(getattr(small.criteria[2], field.name))]
        changed = dataclasses.replace(small.criteria[2], **{field.name: other})
        rubric = dataclasses.replace(small, criteria=(*small.criteria[:2], changed))
        assert rubric.hash != small.hash, field.name


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda _: "question = [", "q3.toml is not valid TOML"),
        (replaced('question = "Q3"', 'question = "Q1"'), "q3.toml: question must be Q3, not 'Q1'"),
        (replaced('version = "2026.12.1"', 'version = "1"'), "q3.toml: version must be like 2026.11.1"),
        (replaced("version =", "versions ="), "q3.toml: version is missing"),
        (replaced('id = "cost"', 'id = "nodes"'), "q3.toml: the id 'nodes' is used twice"),
        (replaced('id = "cost"', 'id = "The cost"'), "criteria 8: id must be a lower-case name"),
        (replaced('id = "cost"', 'id = "rubric"'), "(rubric): the id 'rubric' is reserved"),
        (replaced("points = 1\n", "points = 2\n"), "worth 6 points, the catalog says 5"),
        (
            replaced("points = 0.5", "points = 0.3"),
            "criteria 1 (adam_values): points must be a multiple of 0.25",
        ),
        (replaced("points = 0.5", "points = true"), "(adam_values): points must be"),
        (replaced("points = 0.5", "points = nan"), "(adam_values): points must be"),
        (replaced("evidence = true", 'evidence = "yes"'), "(adam_values): evidence must be true or false"),
        (replaced("counts =", "count ="), "(adam_values): counts is missing"),
        (replaced("evidence = true", "evidence = true\nextra = 1"), "(adam_values): unknown key 'extra'"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused(copy: Project, change: Change, complaint: str) -> None:
    path = copy.rubrics_folder / "q3.toml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(RubricError) as caught:
        read_rubric(copy, "Q3")
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 0\n", "points = 0.25\n"),  # the lowest level must earn nothing
        ("points = 0.5\n", "points = 1.5\n"),  # not in order
        ("points = 1\n", "points = 0.5\n"),  # the same points twice
    ],
)
def test_levels_must_rise_from_nothing_to_all(copy: Project, old: str, new: str) -> None:
    path = copy.rubrics_folder / "q5.toml"
    path.write_text(replaced(old, new)(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(RubricError, match=r"q5\.toml, criteria 1 \(claim\): levels must rise from 0 to 1\.5"):
        read_rubric(copy, "Q5")


NUMBERS = """
[numbers]
parameters = 7e9
parameters_text = "7 billion"
node_bytes = 40e9
gpus_per_node = 2
min_amount = 1e9
min_total = 3
words_between = []
part_words = []
explaining_words = []
readings = [{ bytes = 2, text = "one value" }]
"""


def test_the_numbers_of_a_question_are_read_and_change_no_hash(copy: Project) -> None:
    given = read_numbers(copy)
    assert given == read_rubric(copy, "Q3").numbers == read_numbers(copy, "q3")
    assert (given.node_gigabytes, given.gpus_per_node) == (1128, 8)
    path = copy.rubrics_folder / "q3.toml"
    before, text = read_rubric(copy, "Q3"), path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[numbers]")] + NUMBERS, encoding="utf-8")
    after = read_rubric(copy, "Q3")
    assert after.numbers is not None
    assert after.numbers.parameters == 7e9
    assert after.stamp == before.stamp


def test_the_rubric_with_numbers_is_found_or_chosen(copy: Project) -> None:
    with pytest.raises(RubricError, match=r"the rubric of Q1 has no \[numbers\] table"):
        read_numbers(copy, "Q1")
    with (copy.rubrics_folder / "q1.toml").open("a", encoding="utf-8") as file:
        file.write(NUMBERS)
    assert read_numbers(copy, "Q1").parameters == 7e9
    with pytest.raises(RubricError, match="choose one of Q1, Q3 with --question"):
        read_numbers(copy)
    for name in ("q1.toml", "q3.toml"):
        text = (copy.rubrics_folder / name).read_text(encoding="utf-8")
        (copy.rubrics_folder / name).write_text(text[: text.index("[numbers]")], encoding="utf-8")
    with pytest.raises(RubricError, match=r"no rubric has a \[numbers\] table"):
        read_numbers(copy)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "parameters = 7e9",
            "parameters = 0",
            "q1.toml, numbers: parameters must be a number greater than 0",
        ),
        ("parameters = 7e9", "parameters = inf", "parameters must be a number greater than 0"),
        ("gpus_per_node = 2", "gpus_per_node = 2.0", "gpus_per_node must be a whole number greater than 0"),
        ("min_total = 3\n", "", "q1.toml, numbers: min_total is missing"),
        ("bytes = 2", "bytes = true", "q1.toml, numbers, readings 1: bytes must be a number greater than 0"),
        ("words_between = []", 'words_between = "a"', "words_between must be a list of texts"),
        ("[numbers]", "[numbers]\nextra = 1", "q1.toml, numbers: unknown key 'extra'"),
    ],
)
def test_numbers_that_cannot_be_used_are_refused(copy: Project, old: str, new: str, complaint: str) -> None:
    with (copy.rubrics_folder / "q1.toml").open("a", encoding="utf-8") as file:
        file.write(replaced(old, new)(NUMBERS))
    with pytest.raises(RubricError) as caught:
        read_rubric(copy, "Q1")
    assert complaint in str(caught.value)


def test_a_missing_rubric_is_named(copy: Project) -> None:
    (copy.rubrics_folder / "q2.toml").unlink()
    with pytest.raises(RubricError, match=r"q2\.toml does not exist: it must hold the rubric of Q2"):
        read_rubrics(copy)
