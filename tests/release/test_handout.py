"""The handout's tables are generated from the catalog and the rubrics only."""

import re
from pathlib import Path

import pytest

import autograder
from autograder.catalog import CatalogError, Project
from autograder.release.handout import fill_handout
from autograder.rubrics import RubricError

PROJECT = Project.find(Path(autograder.__file__).parents[1])
NAMES = [
    "points",
    "written",
    *(f"functions-{module.number}" for module in PROJECT.assignment.modules),
    *(f"criteria-{written.number.lower()}" for written in PROJECT.assignment.written),
]


def region(name: str, content: str = "STALE\n") -> str:
    return f"<!-- BEGIN GENERATED {name} -->\n{content}<!-- END GENERATED {name} -->"


HANDOUT = "# Title\n\n" + "\n\nBetween.\n\n".join(map(region, NAMES)) + "\n\nThe end.\n"


def table(filled: str, name: str) -> str:
    match = re.search(rf"<!-- BEGIN GENERATED {name} -->\n(.*?)<!-- END", filled, re.DOTALL)
    assert match is not None
    return match[1].strip()


def test_text_outside_of_regions_is_kept(project: Project) -> None:
    filled = fill_handout(HANDOUT, project)
    assert "STALE" not in filled
    assert filled.count("Between.") == len(NAMES) - 1
    assert filled.startswith("# Title\n\n<!-- BEGIN GENERATED points -->\n\n| Part |")
    assert filled.endswith(f"<!-- END GENERATED {NAMES[-1]} -->\n\nThe end.\n")


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
    points = project.assignment.code_points + project.assignment.written_points
    assert f"**{points:g}**" in everything


def test_each_function_stands_with_its_number_and_points(project: Project) -> None:
    filled = fill_handout(HANDOUT, project)
    for module in project.assignment.modules:
        lines = table(filled, f"functions-{module.number}").splitlines()
        expected = [f"| {q.number} | `{q.function}` | {q.points:g} |" for q in module.questions]
        assert lines[2:] == [*expected, f"|  | **all** | **{module.points:g}** |"]


FOR_GRADERS = """
counts = "FOR GRADERS"
does_not_count = "FOR GRADERS"
example = "SAMPLE ANSWER"
counter_example = "SAMPLE ANSWER"
evidence = true
notes = "FOR GRADERS"
"""


def test_criteria_stand_there_and_notes_for_graders_do_not(checkout: Project) -> None:
    (checkout.rubrics_folder / "q1.toml").write_text(
        'question = "Q1"\nversion = "2026.1.1"\nnotes = "FOR GRADERS"\n'
        f'[[criteria]]\nid = "a"\npoints = 3\ntext = "Says this\\n| or that."\n{FOR_GRADERS}'
        f'[[criteria]]\nid = "b"\npoints = 1\ntext = "Says more."\n{FOR_GRADERS}'
        "levels = [\n"
        '    { points = 0, text = "No.", notes = "GRADERS" },\n'
        '    { points = 0.5, text = "Half.", notes = "GRADERS" },\n'
        '    { points = 1, text = "Clearly.", notes = "GRADERS" },\n]\n',
        encoding="utf-8",
    )
    criteria = table(fill_handout(HANDOUT, checkout), "criteria-q1")
    assert "| Says this \\| or that. | 3 |" in criteria  # one row, whatever the text holds
    assert re.search(r"Clearly\..* 1 \|", criteria)
    assert re.search(r"Half\..* 0\.5 \|", criteria)
    assert "GRADERS" not in criteria
    assert "SAMPLE" not in criteria


def test_an_unknown_region_is_refused(project: Project) -> None:
    with pytest.raises(CatalogError, match="unknown region 'prizes'"):
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
    with pytest.raises(RubricError) as caught:
        fill_handout(HANDOUT, checkout)
    assert str(caught.value) == "q1.toml: the criteria are worth 3.75 points, the catalog says 4"


def test_a_written_question_without_criteria_is_refused(checkout: Project) -> None:
    (checkout.rubrics_folder / "q2.toml").unlink()
    with pytest.raises(RubricError, match=r"q2\.toml does not exist: it must hold the rubric of Q2"):
        fill_handout(HANDOUT, checkout)


HEAD = 'question = "Q1"\nversion = "2026.1.1"\nnotes = "Notes."\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("criteria = [", r"q1\.toml is not valid TOML"),
        (HEAD, r"q1\.toml: criteria is missing"),
        (
            HEAD + "criteria = [{ id = 'a', text = 'No points.' }]",
            r"q1\.toml, criteria 1 \(a\): points is missing",
        ),
        (HEAD + "criteria = 3", r"q1\.toml: criteria must be a list of tables, not 3"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_named(checkout: Project, text: str, complaint: str) -> None:
    (checkout.rubrics_folder / "q1.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RubricError, match=complaint):
        fill_handout(HANDOUT, checkout)
