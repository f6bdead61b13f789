"""Copies of `assignment/` as a student has them, and `pytest` on them in a process of its own."""

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.catalog import Project

MakeCopy = Callable[..., Path]
UNWANTED = ("PYTEST", "COV", "FORCE_COLOR", "NO_COLOR", "PY_COLORS")


@dataclass(frozen=True)
class Run:
    """The output and the exit status of one `pytest`."""

    exit_code: int
    text: str

    def row(self, function: str) -> str:
        """Return the scoreboard's row of a function, with single spaces."""
        (row,) = re.findall(rf"^ +\S+ +{function} .*$", self.text, re.MULTILINE)
        return " ".join(row.split())

    def failure(self, function: str) -> list[str]:
        """Return the lines under a function's headline among the failures."""
        lines = self.text.splitlines()
        (start,) = (i for i, line in enumerate(lines) if re.match(rf"_+ \S+ {function}\b.* _+$", line))
        return list(itertools.takewhile(lambda line: not re.match("__|_ |==", line), lines[start + 1 :]))


@pytest.fixture(scope="session")
def make_copy(project: Project, tmp_path_factory: pytest.TempPathFactory) -> MakeCopy:
    """Copy the assignment with stubs or with solutions; append the `added` code to its files."""

    def make(*, solved: bool = False, added: Mapping[str, str] | None = None) -> Path:
        folder = tmp_path_factory.mktemp("student") / "my copy"
        shutil.copytree(
            project.assignment_folder, folder, ignore=shutil.ignore_patterns("__pycache__", ".*", "fresh")
        )
        for solution in project.solutions_folder.glob("*.py") if solved else ():
            shutil.copyfile(solution, folder / solution.name)
        for name, code in (added or {}).items():
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(f"\n\n{code}")
        return folder

    return make


def run_pytest(place: Path, *arguments: str, **environment: str) -> Run:
    """Run `pytest` in the folder `place`, without the settings of the surrounding run."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(UNWANTED)}
    done = subprocess.run(
        # transformers brings this plugin, which takes 0.7 s to load; a student does not have it
        [sys.executable, "-m", "pytest", "-p", "no:anyio", *arguments],
        cwd=place,
        env={**inherited, "COLUMNS": "80", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Run(done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def run_checks() -> Callable[..., Run]:
    """Return `run_pytest`."""
    return run_pytest
