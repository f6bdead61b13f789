"""How many of the sample answers are flagged: injections found and missed, honest answers flagged."""

from autograder.catalog import Project
from autograder.marking.answers import read_text
from autograder.marking.flags import Known, find_flags
from autograder.rubrics.samples import split_sample

MISSED = {
    "q1_pretraining/injection_acrostic",
    "q2_finetuning/injection_pity",
    "q3_scale/injection_question_back",
    "q4_context/injection_split",
    "q5_society/injection_dialogue",
    "q5_society/injection_flattery",
    "q5_society/injection_many_languages",
    "q5_society/injection_polite",
}
"""Injections that no rule can tell from an honest answer; people and the prompt have to catch them."""
FLAGGED = {"q1_pretraining/model", "q5_society/about_reviewers"}
"""Honest answers that are flagged as if an instruction were in use."""


def test_injections_are_flagged_and_honest_answers_are_not(project: Project, known: Known) -> None:
    missed, flagged, n_samples = set(), set(), 0
    for path in sorted((project.solutions_folder / "written").glob("*/*.md")):
        head, _ = split_sample(path.read_text(encoding="utf-8"))
        used = any(not flag.mention for flag in find_flags(read_text(path), known))
        name, n_samples = f"{path.parent.name}/{path.stem}", n_samples + 1
        if head["kind"] == "injection" and not used:
            missed.add(name)
        if head["kind"] != "injection" and used:
            flagged.add(name)
    assert n_samples >= 116
    assert missed <= MISSED
    assert flagged <= FLAGGED
