"""Grades three submissions of our own, so that a newcomer sees what comes out before handing anything in."""

import shutil
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from autograder.catalog import Project
from autograder.grading.worked_examples import grade_submission
from autograder.misconceptions import CHAFFS, variant_source
from autograder.reports.gradescope_results import results, write_results
from autograder.reports.terminal import print_grade

FLAWS = {
    "pretraining": "mean_of_micro_batch_means",
    "sharding": "nodes_rounded_down",
    "context": "overlap_taken_for_stride",
}


def run_demo(project: Project, out: Path, console: Console) -> None:
    """Writes the submissions and their results below `out`, prints a table for each."""
    makers: dict[str, Callable[[Path, Project], None]] = {
        "reference": _reference,
        "stubs": _stubs,
        "flawed": _flawed,
    }
    for name, make in makers.items():
        folder = out / "submissions" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder, project)
        grade = grade_submission(folder, project)
        path = out / "results" / f"{name}.json"
        write_results(path, results(grade, project.assignment.visibility))
        print_grade(grade, name, console)
        console.print(f"submission: {folder}   results: {path}\n", highlight=False, soft_wrap=True)


def _reference(folder: Path, project: Project) -> None:
    for module in project.assignment.modules:
        shutil.copyfile(project.solutions_folder / module.path, folder / module.path)


def _stubs(folder: Path, project: Project) -> None:
    for each in project.assignment.pieces:
        (folder / each.path).parent.mkdir(exist_ok=True)
        shutil.copyfile(project.assignment_folder / each.path, folder / each.path)


def _flawed(folder: Path, project: Project) -> None:
    """The reference with one wrong idea in three of its modules."""
    _reference(folder, project)
    for module, flaw in FLAWS.items():
        path = folder / f"{module}.py"
        chaff = (CHAFFS / module / f"{flaw}.py").read_text(encoding="utf-8")
        path.write_text(variant_source(path.read_text(encoding="utf-8"), chaff), encoding="utf-8")
