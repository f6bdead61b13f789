"""Build the zip, grade samples with it in a local tree of Gradescope's shape, and print the results."""

import shutil
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.answer_key.runs import Track, untracked
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.files import write_atomically
from autograder.messages import instructors
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.local import LocalGradescope
from autograder.platforms.gradescope.samples import sample_chaffs, samples_for


def run_demo(project: Project, out: Path, seed: int, console: Console, track: Track = untracked) -> None:
    """Write the samples and their results below `out`, and print a table for each sample.

    The zip knows only the wrong ideas that a sample shows: to record all of them takes minutes.

    Raises:
        GraderError: a sample was not graded. The next ones would fail alike.
    """
    chaffs = [f"{path.parent.name}/{path.stem}" for path in sample_chaffs(project).values()]
    zipped = gradescope_zip(project, seed, track, chaffs)
    path = out / "demo-autograder.zip"
    write_atomically(path, zipped)
    console.print(instructors.demo_built(path, len(zipped)), highlight=False)
    local = LocalGradescope(out / "tree", zipped)
    for name, make in samples_for(project).items():
        folder = out / "submissions" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder, project)
        results = local.run(folder)
        shutil.copyfile(local.results_file, out / f"{name}.results.json")
        if reason := why_not_graded(results, local.log_file):
            raise GraderError(instructors.demo_failed(name, reason, local.log_file))
        print_results(results, f"{name}: {(make.__doc__ or '').strip()}", console)
        console.print(
            f"submission: {folder}   results: {out / f'{name}.results.json'}\n",
            highlight=False,
            soft_wrap=True,
        )


def why_not_graded(results: dict[str, Any], log: Path) -> str:
    """Return on one line why a results file holds no grade; empty if it does.

    What the grader printed last stands beside it: a grader that did not even start wrote no reason.
    """
    staff = results["extra_data"]
    if staff["state"] == "complete":
        return ""
    reason = str(staff["reason"]).partition("\n")[0]
    printed = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"{reason}; {printed[-1]}" if printed and reason not in printed[-1] else reason


def print_results(results: dict[str, Any], title: str, console: Console) -> None:
    """Print a results file as a student sees it on Gradescope: points by function, and what failed."""
    functions: dict[str, list[dict[str, Any]]] = {}
    for test in results["tests"]:
        if "status" in test:
            functions.setdefault(f"{test['number']} {test['name'].partition(':')[0]}", []).append(test)
    scored = f"{results['score']:g} of {_sum(results['tests'], 'max_score'):g}"
    table = Table(title=escape(title), title_justify="left", show_footer=True)
    table.add_column("Function", footer="all")
    table.add_column("Points", justify="right", footer=scored)
    table.add_column("What a student reads of the first check that failed", overflow="fold")
    first_failures = results["extra_data"].get("first_failures", {})
    for name, tests in functions.items():
        points = f"{_sum(tests, 'score'):g} of {_sum(tests, 'max_score'):g}"
        table.add_row(name, points, escape(first_failures.get(tests[0]["number"], "")))
    console.print(table)
    console.print(f"{results['execution_time']:.1f} s", style="dim", highlight=False)


def _sum(tests: list[dict[str, Any]], key: str) -> float:
    """Add up points; worked examples and written answers have none."""
    return float(sum(test.get(key, 0) for test in tests))
