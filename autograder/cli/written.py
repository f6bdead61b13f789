"""`autograder written`: the written answers of submissions as pages of their own."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import Root, fail

NEEDS = ("markdown_it", "mdit_py_plugins", "nh3", "latex2mathml", "typst", "mammoth", "pypdf")


def written(
    submissions: Annotated[
        list[Path], typer.Argument(help="Submissions: folders, zips, notebooks or single documents.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    formats: Annotated[
        str, typer.Option("--format", help="Formats, separated by commas: html, pdf.")
    ] = "html,pdf",
    root: Root = None,
) -> None:
    """Write each submission's answers as HTML and PDF, without pages of code, and an index of all.

    Example: `autograder written submissions/* --out answers`

    Exit status: 0 all written, 2 a submission cannot be read (all others are written).
    """
    from autograder.catalog import Project
    from autograder.messages import instructors, tas

    if missing := [each for each in NEEDS if find_spec(each) is None]:
        fail(instructors.needs_extra(tas.pages.written_needs(missing), "marking"))
    from autograder.marking.pages.write import OutputFormat, write_pages

    names = [each.strip().lower() for each in formats.split(",")]
    if unknown := [each for each in names if each not in list(OutputFormat)]:
        fail(tas.pages.no_output_format(unknown[0], list(OutputFormat)))
    chosen = [each for each in OutputFormat if each in names]
    failed = 0
    for result in write_pages(submissions, out, chosen, Project.find(root)):
        place = str(result.place)
        if result.answers:
            started = sum(each.words > 0 for each in result.answers.answers)
            warnings = len(result.answers.warnings) + sum(
                len(each.warnings) for each in result.answers.answers
            )
            typer.echo(
                tas.pages.pages_made(place, result.files, started, len(result.answers.answers), warnings)
            )
        if result.problem:
            failed += 1
            typer.echo(tas.pages.pages_failed(place, result.problem), err=True)
    if "html" in names:
        typer.echo(instructors.made(out / "index.html"))
    if failed:
        fail(tas.pages.submissions_failed(failed, len(submissions)))
