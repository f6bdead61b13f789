"""The command `autograder`. Each subcommand imports what it needs when it runs, so that help is quick."""

import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn

try:
    import typer
except ModuleNotFoundError as error:
    if error.name != "typer":
        raise
    sys.exit("autograder's commands need more than the library: pip install 'llm-assignment[instructor]'")

import autograder

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Builds, grades and reviews the assignment on how large language models are trained.",
)

Root = Annotated[
    Path | None, typer.Option("--root", help="A checkout of the assignment; the current one by default.")
]

GRADER_FAILED = 3


def main() -> None:
    """Runs the command that was asked for; what users get wrong ends as one line, not a traceback."""
    from autograder.catalog import CatalogError, ProjectError
    from autograder.release.stubs import MarkerError
    from autograder.submissions.find import SubmissionError

    try:
        app()
    except (CatalogError, ProjectError, SubmissionError, MarkerError) as error:
        fail(str(error))


def fail(message: str) -> NoReturn:
    """Says what was wrong and ends with the status of a command that was used wrongly."""
    typer.echo(f"autograder: {message}", err=True)
    raise SystemExit(2)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"autograder {autograder.__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Builds, grades and reviews the assignment on how large language models are trained."""


@app.command()
def grade(
    submission: Annotated[Path, typer.Argument(help="The folder that holds a student's files.")],
    results: Annotated[
        Path | None, typer.Option("--results", help="Where to write Gradescope's results.json.")
    ] = None,
    root: Root = None,
) -> None:
    """Grade one submission by its worked examples, and print a table.

    Example: `autograder grade ~/submissions/ada --results results.json`

    Ends with 0 when grading came to an end, whatever the score, and with 3 when the grader failed.
    """
    from rich.console import Console

    from autograder.catalog import CatalogError, Project
    from autograder.grading.worked_examples import grade_submission
    from autograder.reports.gradescope_results import results as results_of
    from autograder.reports.gradescope_results import unfinished_results, write_results
    from autograder.reports.terminal import print_grade
    from autograder.submissions.find import SubmissionError

    project = Project.find(root)
    if results:
        write_results(results, unfinished_results())
    try:
        graded = grade_submission(submission, project)
    except (CatalogError, SubmissionError):
        raise
    except Exception as error:
        traceback.print_exc()
        raise typer.Exit(GRADER_FAILED) from error
    if results:
        write_results(results, results_of(graded, project.assignment.visibility))
    print_grade(graded, str(submission), Console())


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="The folder for the demo's submissions and results.")] = Path(
        "demo"
    ),
    root: Root = None,
) -> None:
    """Grade the reference, the untouched stubs and a flawed sample, and print the tables.

    Example: `autograder demo`
    """
    from rich.console import Console

    from autograder.catalog import Project
    from autograder.gradescope.demo import run_demo

    run_demo(Project.find(root), out, Console())


@app.command()
def release(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if anything is stale or leaks.")
    ] = False,
    out: Annotated[Path, typer.Option(help="The folder for the student zip.")] = Path("dist"),
    root: Root = None,
) -> None:
    """Make the stubs and the handout's tables from their sources, and the student zip.

    Example: `autograder release --check`
    """
    from autograder.catalog import Project
    from autograder.release.made_files import leaks, stale_files, write_atomically, write_made_files
    from autograder.release.student_zip import student_zip, zip_name

    project = Project.find(root)
    if not check:
        for name in write_made_files(project):
            typer.echo(f"made {name}")
    complaints = stale_files(project) + leaks(project)
    for complaint in complaints:
        typer.echo(complaint, err=True)
    if complaints:
        raise typer.Exit(1)
    if check:
        typer.echo("assignment/ is what its sources make, and no solution stands in it")
        return
    path = out / zip_name(project)
    write_atomically(path, student_zip(project))
    typer.echo(f"made {path}")
