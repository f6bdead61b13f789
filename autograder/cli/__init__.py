"""The command `autograder`. Each subcommand imports what it needs when it runs, so that help is quick."""

import sys
from pathlib import Path
from typing import Annotated

try:
    import typer
except ModuleNotFoundError as error:
    if error.name != "typer":
        raise
    sys.exit("autograder's commands need more than the library: pip install 'llm-assignment[instructor]'")

import autograder
from autograder.cli import audit, rubric_checks
from autograder.cli.options import Root, Seed, fail
from autograder.errors import AutograderError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Builds, grades and reviews the assignment on how large language models are trained.",
)
app.add_typer(rubric_checks.app)


def main() -> None:
    """Runs the command that was asked for; what users get wrong ends as one line, not a traceback."""
    try:
        app()
    except AutograderError as error:
        fail(str(error), status=error.exit_status)


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
    submission: Annotated[Path, typer.Argument(help="A student's files: a folder or a zip.")],
    results: Annotated[
        Path | None, typer.Option("--results", help="Where to write Gradescope's results.json.")
    ] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Where to draw the table, as a picture.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show staff the rows behind each failure. Hidden values!")
    ] = False,
    trust: Annotated[
        bool,
        typer.Option("--trust-submissions", help="Grade even where student code cannot be confined at all."),
    ] = False,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Grade one submission exactly as on Gradescope, and print a table.

    Example: `autograder grade ~/submissions/ada --results results.json`

    Ends with 0 when grading came to an end, whatever the score; with 2 when there was nothing that can be
    read, and with 3 when the grader itself failed.
    """
    from functools import partial

    from rich.console import Console

    from autograder.answer_key.cache import full_key
    from autograder.answer_key.seed import term_seed
    from autograder.catalog import Project
    from autograder.grading.key import Key
    from autograder.platforms.explain import explain as print_rows
    from autograder.platforms.run import grade_to_file
    from autograder.platforms.terminal import print_grade

    project = Project.find(root)
    chosen = term_seed(project) if seed is None else seed
    console, keys = Console(record=svg is not None, width=100 if svg else None, emoji=False), []

    def load_key() -> Key:
        keys.append(full_key(project, chosen, partial(typer.echo, err=True)))
        return keys[0]

    status, graded, problem = grade_to_file(submission, results, project, load_key, trusted=trust)
    if graded:
        print_grade(graded, str(submission), console)
        if svg:
            console.save_svg(str(svg), title=f"autograder grade {submission.name}")
        if explain:
            print_rows(graded, keys[0], console)
    else:
        typer.echo(f"autograder: {problem}", err=True)
    raise typer.Exit(status)


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="The folder for the zips.")] = Path("dist"),
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Build what is handed out: the Gradescope zip and the student zip.

    Example: `autograder build --out dist`
    """
    from autograder.answer_key.seed import term_seed
    from autograder.catalog import Project
    from autograder.files import write_atomically
    from autograder.platforms.gradescope.build import gradescope_zip
    from autograder.release.generated import leaks, stale_files
    from autograder.release.student_zip import student_zip, zip_name

    project = Project.find(root)
    if complaints := stale_files(project) + leaks(project):
        fail("; ".join(complaints))
    zips = {
        "autograder.zip": gradescope_zip(project, term_seed(project) if seed is None else seed),
        zip_name(project): student_zip(project),
    }
    for name, content in zips.items():
        write_atomically(out / name, content)
        typer.echo(f"{out / name}  {len(content) / 1000:.0f} kB")


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="The folder for the demo's files.")] = Path("demo"),
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Build the Gradescope zip, grade the reference and flawed samples with it, and print the tables.

    Example: `autograder demo`
    """
    from rich.console import Console

    from autograder.answer_key.seed import term_seed
    from autograder.catalog import Project
    from autograder.platforms.gradescope.demo import run_demo

    project = Project.find(root)
    run_demo(project, out, term_seed(project) if seed is None else seed, Console())


app.command()(audit.audit)


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
    from autograder.files import write_atomically
    from autograder.release.generated import leaks, stale_files, write_generated_files
    from autograder.release.student_zip import student_zip, zip_name

    project = Project.find(root)
    if not check:
        for name in write_generated_files(project):
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
