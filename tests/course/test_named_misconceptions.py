"""How often a misconception is named rightly, wrongly or not at all, on variants that were not recorded.

`tests/diagnosis/rewritten` holds chaffs that were written anew from their sentence alone, without sight of
the code. `tests/diagnosis/two_faults` has two mistakes in one function, so any name is wrong.
"""

from collections import Counter

import pytest

from autograder.answer_key.build import full_key
from autograder.answer_key.runs import VariantRun, own_questions, run_variants
from autograder.answer_key.variants import read_variants
from autograder.catalog import Project
from autograder.grading.fingerprints import RecordedFingerprint, find_misconception
from autograder.grading.grade import fingerprints_by_question
from autograder.grading.key import Key

pytestmark = pytest.mark.slow  # the key holds the answers of all chaffs: minutes
SEED = 1
MIN_RIGHT = {"rewritten": 38, "two_faults": 0}
"""As measured when this test was written: of 46 and of 20."""


@pytest.fixture(scope="module")
def key(project: Project) -> Key:
    return full_key(project, SEED)


def named(run: VariantRun, key: Key, project: Project) -> RecordedFingerprint | None:
    """The misconception that the first failed question names."""
    fingerprints = fingerprints_by_question(run.verdicts, run.signatures)
    for question in sorted(own_questions(run.variant, project), key=lambda each: each.number):
        if fingerprint := fingerprints.get(question.number):
            return find_misconception(fingerprint, key.fingerprints.get(question.number, []))
    return None


@pytest.mark.parametrize("folder", MIN_RIGHT)
def test_no_misconception_is_named_wrongly(project: Project, key: Key, folder: str) -> None:
    hints: dict[tuple[str, str], set[str]] = {}
    for each in read_variants(project.chaffs_folder):  # two functions may share an idea, and its sentence
        hints.setdefault((each.module, each.sentence), set()).add(each.hint)
    variants = read_variants(project.root / "tests" / "diagnosis" / folder)
    counts, wrong = Counter[str](), []
    for run in run_variants(project, key, variants, only_changed=True):
        found = named(run, key, project)
        expected = hints.get((run.variant.module, run.variant.sentence), set())
        counts["unnamed" if found is None else "right" if found.hint in expected else "wrong"] += 1
        if found and found.hint not in expected:
            wrong.append(f"{run.variant.id} named {found.chaff}; {run.variant.sentence}")
    assert wrong == []
    assert counts["right"] >= MIN_RIGHT[folder], counts
