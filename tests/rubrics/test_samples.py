"""A sample is read with its labels, and an invalid one is refused with its file and field."""

import pytest

from autograder.catalog import Project
from autograder.rubrics import Rubric, RubricError, read_rubric
from autograder.rubrics.samples import KINDS, LABEL, read_samples, sample_body


def sample_text(rubric: Rubric, kind: str = "quality", extra: str = "", **changes: str) -> str:
    values = {each.id: f"{each.points:g}" if each.levels else "true" for each in rubric.criteria} | changes
    decisions = "\n".join(f"{name} = {value}" for name, value in values.items())
    why = "\n".join(f'{each.id} = "Because."' for each in rubric.criteria)
    head = f'label = "{LABEL}"\nkind = "{kind}"\n{extra}\n[decisions]\n{decisions}\n[why]\n{why}'
    return f"+++\n{head}\n+++\nThe answer.\n"


def write(project: Project, rubric: Rubric, name: str, text: str) -> None:
    written = next(each for each in project.assignment.written if each.number == rubric.question)
    folder = project.solutions_folder / "written" / written.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def test_a_sample_is_read_with_its_labels(copy: Project) -> None:
    rubric = read_rubric(copy, "Q5")
    write(copy, rubric, "steady", sample_text(rubric, claim="0.5"))
    (sample,) = read_samples(copy, rubric)
    assert (sample.name, sample.kind, sample.answer) == ("steady", "quality", "The answer.")
    assert sample.decisions["claim"] == "0.5"
    assert sample.decisions["facts"] == "2"


def test_the_real_samples_are_sound(project: Project, rubrics: tuple[Rubric, ...]) -> None:
    samples = {rubric.question: read_samples(project, rubric) for rubric in rubrics}
    kinds = {sample.kind for each in samples.values() for sample in each}
    assert kinds <= set(KINDS)


def test_the_extra_fields_of_a_kind_are_asked_for(copy: Project) -> None:
    rubric = read_rubric(copy, "Q1")
    write(copy, rubric, "trick", sample_text(rubric, "injection", 'trick = "role play"'))
    (sample,) = read_samples(copy, rubric)
    assert sample.detail == "role play"
    write(copy, rubric, "trick", sample_text(rubric, "injection"))
    with pytest.raises(RubricError, match=r"trick\.md: trick is missing"):
        read_samples(copy, rubric)
    write(copy, rubric, "trick", sample_text(rubric, "quality", 'trick = "role play"'))
    with pytest.raises(RubricError, match=r"trick\.md: trick is not a field of quality"):
        read_samples(copy, rubric)


def test_essays_of_a_pair_are_decided_alike(copy: Project) -> None:
    rubric = read_rubric(copy, "Q5")
    write(copy, rubric, "pro", sample_text(rubric, "stance", 'pair = "work"'))
    write(copy, rubric, "contra", sample_text(rubric, "stance", 'pair = "work"'))
    assert len(read_samples(copy, rubric)) == 2
    write(copy, rubric, "contra", sample_text(rubric, "stance", 'pair = "work"', claim="1"))
    with pytest.raises(RubricError, match="the pair 'work' must be two samples with the same decisions"):
        read_samples(copy, rubric)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (LABEL, "rated by people", "label must be 'synthetic, not rated by people'"),
        ('"quality"', '"other"', "kind must be one of model, quality"),
        ("[why]", "[whys]", "why is missing"),
        ("objective = true", "objectives = true", r"\[decisions\] must have each criterion once"),
        ("objective = true", 'objective = "met"', "objective must be true or false"),
        ("objective = true", "objective = 1", "objective must be true or false"),
        ('sources = "Because."', 'sources = " "', "a text that is not empty"),
        ("The answer.", "", "a text that is not empty"),
        ("+++\nlabel", "label", "front matter"),
        ("[decisions]", "[decisions", "is not a sample"),
    ],
)
def test_a_sample_that_cannot_be_used_is_refused(copy: Project, old: str, new: str, complaint: str) -> None:
    rubric = read_rubric(copy, "Q1")
    text = sample_text(rubric)
    assert old in text
    write(copy, rubric, "bad", text.replace(old, new, 1))
    with pytest.raises(RubricError, match=complaint) as caught:
        read_samples(copy, rubric)
    assert "bad.md" in str(caught.value)


def test_a_level_that_does_not_exist_is_refused(copy: Project) -> None:
    rubric = read_rubric(copy, "Q5")
    write(copy, rubric, "bad", sample_text(rubric, claim="0.75"))
    with pytest.raises(RubricError, match=r"claim must be one of 0, 0\.5, 1, 1\.5, not 0\.75"):
        read_samples(copy, rubric)


def test_only_a_labelled_sample_is_one(small: Rubric) -> None:
    text = sample_text(small)
    assert sample_body(text) == "The answer.\n"
    assert sample_body(text.replace(LABEL, "mine")) is None
    assert sample_body("+++\nnot toml\n+++\nText") is None
    assert sample_body("Text") is None
