"""Bugs that real libraries had: each is caught, cited by its report, and listed in docs/PUBLIC_BUGS.md."""

import subprocess
import sys

import pytest

from autograder.answer_key.build import key_for
from autograder.answer_key.runs import own_questions, run_variants
from autograder.answer_key.variants import read_variants
from autograder.catalog import Project

SEED = 1
FOLDER = "tests/diagnosis/public_bugs"
MIN_REPORTS = 100


def test_each_names_its_reports_and_the_list_is_fresh(project: Project) -> None:
    bugs = read_variants(project.root / FOLDER)
    assert [each.id for each in bugs if not each.seen_in or each.hint] == []
    assert len({report for each in bugs for report in each.seen_in}) >= MIN_REPORTS
    script = [sys.executable, "tools/quality/public_bugs.py", "--check"]
    checked = subprocess.run(script, cwd=project.root, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_each_loses_points_on_its_own_function(project: Project) -> None:
    bugs = read_variants(project.root / FOLDER)
    missed = []
    for run in run_variants(project, key_for(project, SEED), bugs, only_changed=True):
        own = {question.number for question in own_questions(run.variant, project)}
        if not {part.rpartition(".")[0] for part in run.failed_parts} & own:
            missed.append(run.variant.id)
    assert missed == []
