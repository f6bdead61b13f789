"""The benchmarks run, and their baselines do the same work as the code that they are compared with."""

import subprocess
import sys
from pathlib import Path

import pytest
from made_course import MadeCourse, as_export

from autograder.catalog import Project
from autograder.regrade.export import Entry, find_entries
from autograder.regrade.hashes import content_hash

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "baseline"),
    [
        ("single_submission.py", "plain pytest, no isolation"),
        ("sandbox.py", "one process"),
        ("notebook_submission.py", "as .py files"),
    ],
)
def test_a_benchmark_prints_its_baseline(script: str, baseline: str) -> None:
    command = [sys.executable, str(BENCHMARKS / script), "--rounds", "2"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr[-2000:]) == (0, "")
    assert baseline in ran.stdout


@pytest.mark.slow
def test_no_two_submissions_of_the_made_course_are_alike(tmp_path: Path, project: Project) -> None:
    made = MadeCourse(project).make(tmp_path / "one", 50)
    again = MadeCourse(project).make(tmp_path / "two", 50)
    hashes = [content_hash(Entry(place.name, place)) for place in made]
    assert len(set(hashes)) == 50
    assert hashes == [content_hash(Entry(place.name, place)) for place in again]
    stubs = [(project.assignment_folder / each.path).read_bytes() for each in project.assignment.modules]
    half_done = [place for place in made if any(path.read_bytes() in stubs for path in place.glob("*.py"))]
    assert len(half_done) == 10
    as_export(tmp_path / "one")
    assert len(find_entries([tmp_path / "one"], project.assignment)) == 50
