"""A fault in a function is told where it is, and not as a misconception of a function that calls it."""

import pytest

from autograder.answer_key.build import full_key
from autograder.answer_key.runs import run_variants
from autograder.answer_key.variants import read_variant
from autograder.catalog import Project
from autograder.grading.grade import grade_questions

pytestmark = pytest.mark.slow  # records the answers of some chaffs
FAULTS = {
    "context/windows_end_included": ("map_reduce_summarize", "This builds on `sliding_windows` (4.2)"),
    "context/windows_tail_dropped": ("map_reduce_summarize", "This builds on `sliding_windows` (4.2)"),
    "sharding/shards_rounded_down": ("zero_memory_per_rank", "This builds on `shard_numel` (3b.2)"),
}


def test_callers_point_back(project: Project) -> None:
    key = full_key(project, 1, chaffs=[])
    variants = [read_variant(project.chaffs_folder / f"{chaff}.py") for chaff in FAULTS]
    told = {}
    for run in run_variants(project, key, variants):
        function, _ = FAULTS[run.variant.id]
        grades = grade_questions(project.assignment, run.verdicts, run.signatures)
        told[run.variant.id] = next(each.hint for each in grades if each.question.function == function)
    wrong = [chaff for chaff, (_, words) in FAULTS.items() if not told[chaff].startswith(words)]
    assert wrong == [], told
