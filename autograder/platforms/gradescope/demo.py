"""Builds the zip, grades samples with it in a tree of Gradescope's shape, and prints what came of each."""

import shutil
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.catalog import Project
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.local import Tree
from autograder.platforms.gradescope.samples import samples_for


def run_demo(project: Project, out: Path, seed: int, console: Console) -> None:
    """Writes the samples and their results below `out`, prints a table for each."""
    zipped = gradescope_zip(project, seed)
    out.mkdir(parents=True, exist_ok=True)
    (out / "autograder.zip").write_bytes(zipped)
    console.print(f"Built {out / 'autograder.zip'}, {len(zipped) / 1000:.0f} kB.\n", highlight=False)
    tree = Tree(out / "tree", zipped)
    for name, make in samples_for(project).items():
        folder = out / "submissions" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder, project)
        results = tree.run(folder)
        shutil.copyfile(tree.base / "results" / "results.json", out / f"{name}.results.json")
        print_results(results, f"{name}: {(make.__doc__ or '').strip()}", console)
        console.print(
            f"submission: {folder}   results: {out / f'{name}.results.json'}\n",
            highlight=False,
            soft_wrap=True,
        )


def print_results(results: dict[str, Any], title: str, console: Console) -> None:
    """The results file as a student sees it on Gradescope: points by function, and what failed."""
    functions: dict[str, list[dict[str, Any]]] = {}
    for test in results["tests"]:
        if "status" in test:
            functions.setdefault(f"{test['number']} {test['name'].partition(':')[0]}", []).append(test)
    total = results.get("score")
    scored = "no score" if total is None else f"{total:g} of {_sum(results['tests'], 'max_score'):g}"
    table = Table(title=escape(title), title_justify="left", show_footer=True)
    table.add_column("Function", footer=escape(str(results["output"])) if total is None else "all")
    table.add_column("Points", justify="right", footer=scored)
    table.add_column("What a student reads of the first check that failed", overflow="fold")
    for name, tests in functions.items():
        points = f"{_sum(tests, 'score'):g} of {_sum(tests, 'max_score'):g}"
        table.add_row(name, points, escape(_first_failure(tests)))
    console.print(table)
    console.print(f"{results.get('execution_time', 0):.1f} s", style="dim", highlight=False)


def _sum(tests: list[dict[str, Any]], key: str) -> float:
    """Of the points; worked examples and written answers have none."""
    return float(sum(test.get(key, 0) for test in tests))


def _first_failure(tests: list[dict[str, Any]]) -> str:
    for test in tests:
        if test["status"] == "failed":
            lines = [line[2:] for line in test["output"].splitlines() if line.startswith("x ")]
            part, said = test["name"].partition(": ")[2], lines[0] if lines else test["output"]
            return said if part in said else f"{part}: {said}"
    return ""
