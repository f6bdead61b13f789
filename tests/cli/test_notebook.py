"""`autograder notebook` says what it made, or what to install."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.catalog import Project

Command = Callable[..., subprocess.CompletedProcess[str]]
MINI = Path(__file__).parents[1] / "mini_assignment"
WITHOUT_OTTER = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "otter" else find(name, package)
from autograder.cli import main
main()
"""


def run_without_otter(*args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_OTTER, *map(str, args)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
        check=False,
    )


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    done = run_without_otter("notebook", "--root", MINI, "--out", tmp_path / "dist")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: the notebook edition is made with otter-grader: pip install 'llm-assignment[notebook]'\n"
    )
    assert not (tmp_path / "dist").exists()


def test_stale_sources_are_refused_first(checkout: Project, run_autograder: Command, tmp_path: Path) -> None:
    (checkout.assignment_folder / "context.py").write_text("stale\n", encoding="utf-8")
    done = run_autograder("notebook", "--root", checkout.root, "--out", tmp_path / "dist")
    assert (done.returncode, done.stdout) == (2, "")
    assert "assignment/context.py is stale" in done.stderr
    assert not (tmp_path / "dist").exists()


@pytest.mark.slow
def test_it_names_each_file_and_what_otters_zip_is_for(
    checkout: Project, run_autograder: Command, tmp_path: Path
) -> None:
    done = run_autograder("notebook", "--root", checkout.root, "--out", tmp_path / "dist")
    assert (done.returncode, done.stderr) == (0, "")
    stem = f"{checkout.assignment.slug}-{checkout.assignment.version}"
    student, otter, master = done.stdout.splitlines()
    assert f"{stem}.ipynb  " in student
    assert student.endswith("for students")
    assert f"{stem}-otter-public-tests-only.zip  " in otter
    assert "public tests only, because Otter runs tests in the student's process" in otter
    assert f"{stem}-master.ipynb  " in master
    assert master.endswith("with the solutions: give it to nobody")
    assert len(list((tmp_path / "dist").iterdir())) == 3
