"""The handout's tables are made from the catalog and the rubrics, and nowhere else."""

import re

import pytest

from autograder.catalog import CatalogError, Project
from autograder.release.handout import fill_handout

NAMES = [
    "points",
    "written",
    *(f"functions-{number}" for number in ("1", "2", "3a", "3b", "4")),
    *(f"criteria-q{number}" for number in range(1, 6)),
]


def region(name: str, content: str = "STALE\n") -> str:
    return f"<!-- BEGIN GENERATED {name} -->\n{content}<!-- END GENERATED {name} -->"


HANDOUT = "# Title\n\n" + "\n\nBetween.\n\n".join(map(region, NAMES)) + "\n\nThe end.\n"


def table(filled: str, name: str) -> str:
    match = re.search(rf"<!-- BEGIN GENERATED {name} -->\n(.*?)<!-- END", filled, re.DOTALL)
    assert match is not None
    return match[1].strip()


def test_all_that_stands_outside_of_regions_is_kept(project: Project) -> None:
    filled = fill_handout(HANDOUT, project)
    assert "STALE" not in filled
    assert filled.count("Between.") == len(NAMES) - 1
    assert filled.startswith("# Title\n\n<!-- BEGIN GENERATED points -->\n\n| Part |")
    assert filled.endswith("<!-- END GENERATED criteria-q5 -->\n\nThe end.\n")


def test_a_filled_handout_is_left_as_it_is(project: Project) -> None:
    filled = fill_handout(HANDOUT, project)
    assert fill_handout(filled, project) == filled


def test_the_overview_names_each_file_with_its_points_and_adds_them_up(project: Project) -> None:
    overview = table(fill_handout(HANDOUT, project), "points")
    for piece in project.assignment.pieces:
        (line,) = (line for line in overview.splitlines() if f"`{piece.path}`" in line)
        assert f"| {piece.points:g} | {piece.hours:g} |" in line
    functions, answers, everything = overview.splitlines()[-3:]
    for line, pieces in (
        (functions, project.assignment.modules),
        (answers, project.assignment.written),
        (everything, project.assignment.pieces),
    ):
        assert f"| **{sum(piece.points for piece in pieces):g}** |" in line
    assert "**100**" in everything


def test_each_function_stands_with_its_number_and_points(project: Project) -> None:
    filled = fill_handout(HANDOUT, project)
    for module in project.assignment.modules:
        lines = table(filled, f"functions-{module.number}").splitlines()
        expected = [f"| {q.number} | `{q.function}` | {q.points:g} |" for q in module.questions]
        assert lines[2:] == [*expected, f"|  | **all** | **{module.points:g}** |"]


def test_criteria_stand_there_and_notes_for_graders_do_not(checkout: Project) -> None:
    (checkout.rubrics_folder / "q1.toml").write_text(
        'question = "Q1"\n'
        '[[criteria]]\nid = "a"\npoints = 3\ntext = "Says this\\n| or that."\n'
        'notes = "FOR GRADERS"\nsample = "SAMPLE ANSWER"\n'
        '[[criteria]]\nid = "b"\npoints = 1\ntext = "Says more."\n'
        'levels = [{ points = 1, text = "Clearly." }, { points = 0.5, text = "Half.", note = "GRADERS" }]\n',
        encoding="utf-8",
    )
    criteria = table(fill_handout(HANDOUT, checkout), "criteria-q1")
    assert "| Says this \\| or that. | 3 |" in criteria  # one row, whatever the text holds
    assert re.search(r"Clearly\..* 1 \|", criteria)
    assert re.search(r"Half\..* 0\.5 \|", criteria)
    assert "GRADERS" not in criteria
    assert "SAMPLE" not in criteria


def test_a_region_that_nothing_makes_is_refused(project: Project) -> None:
    with pytest.raises(CatalogError, match="nothing makes the region 'prizes'"):
        fill_handout(HANDOUT + region("prizes"), project)


@pytest.mark.parametrize("name", NAMES)
def test_a_region_that_is_missing_is_named(project: Project, name: str) -> None:
    with pytest.raises(CatalogError, match=f"the region '{name}' is missing"):
        fill_handout(HANDOUT.replace(region(name), ""), project)


def test_a_region_whose_end_was_lost_is_missing(project: Project) -> None:
    with pytest.raises(CatalogError, match="the region 'written' is missing"):
        fill_handout(HANDOUT.replace("<!-- END GENERATED written -->", ""), project)


def test_criteria_that_are_not_worth_the_questions_points_are_refused(checkout: Project) -> None:
    rubric = checkout.rubrics_folder / "q1.toml"
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(text.replace("points = 0.5", "points = 0.25", 1), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        fill_handout(HANDOUT, checkout)
    assert str(caught.value) == "q1.toml: the criteria are worth 3.75 points, the catalog says 4"


def test_a_written_question_without_criteria_is_refused(checkout: Project) -> None:
    (checkout.rubrics_folder / "q2.toml").unlink()
    with pytest.raises(CatalogError, match=r"q2\.toml does not exist: the criteria of Q2 stand there"):
        fill_handout(HANDOUT, checkout)


@pytest.mark.parametrize(
    "text",
    ["criteria = [", 'question = "Q1"\n', "criteria = [{ id = 'a', text = 'No points.' }]", "criteria = 3"],
)
def test_a_rubric_that_cannot_be_used_is_named(checkout: Project, text: str) -> None:
    (checkout.rubrics_folder / "q1.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"q1\.toml: its criteria cannot be read"):
        fill_handout(HANDOUT, checkout)
