"""Runs of an audit: the fingerprints that name a misconception."""

from autograder.answer_key.fingerprints import fingerprint_of, recorded_fingerprints
from autograder.audit.variants import Audit
from autograder.catalog import Project
from autograder.grading.fingerprints import find_misconception


def test_chaffs_that_were_run_are_named_and_combined_ones_are_not(found: Audit, small: Project) -> None:
    recorded = recorded_fingerprints(found.chaffs, small)
    assert [(each.chaff, each.hint) for each in recorded["1.1"]] == [
        ("student/accepts_texts", "What is a text twice?"),
        ("student/adds_two", "What is two more than 30?"),
        ("student/repeats_texts", "Is a text a number?"),
    ]
    assert "1.2" not in recorded  # halves_up has no hint
    runs = {run.variant.name: run for run in found.chaffs}
    adds_two, accepts_texts = (fingerprint_of(runs[name], "1.1") for name in ("adds_two", "accepts_texts"))
    named = find_misconception(fingerprint_of(runs["spreads"], "1.1"), recorded["1.1"])
    assert named is not None
    assert named.chaff == "student/adds_two"
    assert find_misconception(accepts_texts, recorded["1.1"]) is None
    assert find_misconception({**adds_two, **accepts_texts}, recorded["1.1"]) is None
