"""`autograder build`, `demo` and `release`: what is handed out, tried out, and made from its sources."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import notebook
from autograder.cli.options import Root, Seed, fail, progress_bar, seed_of
from autograder.messages import instructors


def build(
    out: Annotated[Path, typer.Option(help="The folder for the zips.")] = Path("dist"),
    seed: Seed = None,
    for_tests: Annotated[
        bool, typer.Option("--for-tests", help="Allow --seed: the zip is for tests, not for students.")
    ] = False,
    root: Root = None,
) -> None:
    """Build what is handed out: the Gradescope zip, the student zip and the notebook edition.

    Example: `autograder build --out dist`
    """
    from autograder.answer_key.seed import is_guessable
    from autograder.catalog import Project
    from autograder.files import write_atomically
    from autograder.platforms.gradescope.build import gradescope_zip
    from autograder.release.generated import leaks, stale_files
    from autograder.release.student_zip import student_zip, zip_name

    if seed is not None and not for_tests:
        fail(instructors.SEED_FOR_TESTS)
    project = Project.find(root)
    if complaints := stale_files(project) + leaks(project):
        fail("; ".join(complaints))
    chosen = seed_of(project, seed)
    if is_guessable(chosen):
        typer.echo(instructors.GUESSABLE_SEED, err=True)
    with progress_bar() as track:
        zips = {
            "autograder.zip": gradescope_zip(project, chosen, track),
            zip_name(project): student_zip(project),
        }
    for name, content in zips.items():
        write_atomically(out / name, content)
        typer.echo(instructors.zip_written(out / name, len(content)))
    if notebook.is_installed():
        notebook.write_edition(project, out)
    else:
        typer.echo(instructors.no_notebook_edition())


def demo(
    out: Annotated[Path, typer.Option(help="The folder for the demo's files.")] = Path("demo"),
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Build a Gradescope zip, grade the reference and flawed samples with it, and print the tables.

    Example: `autograder demo`
    """
    from rich.console import Console

    from autograder.catalog import Project
    from autograder.platforms.gradescope.demo import run_demo

    project = Project.find(root)
    with progress_bar() as track:
        run_demo(project, out, seed_of(project, seed), Console(), track)


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
            typer.echo(instructors.made(name))
    complaints = stale_files(project) + leaks(project)
    for complaint in complaints:
        typer.echo(complaint, err=True)
    if complaints:
        raise typer.Exit(1)
    if check:
        typer.echo(instructors.GENERATED_IS_FRESH)
        return
    path = out / zip_name(project)
    write_atomically(path, student_zip(project))
    typer.echo(instructors.made(path))
