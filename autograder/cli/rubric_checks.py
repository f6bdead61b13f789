"""The rest of `autograder rubric …`: what is worked out for a TA and never becomes a mark by itself."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import Root, fail
from autograder.cli.rubric import app

__all__ = ["app"]


@app.command()
def answer(
    file: Annotated[Path, typer.Argument(help="A student's file of written/, or one of solutions/written/.")],
) -> None:
    """Print an answer as a grader sees it: no comments, no invisible characters, no labels of a sample.

    Example: `autograder rubric answer solutions/written/q5_society/steady.md`
    """
    from autograder.marking.answers import read_written_answer

    typer.echo(read_written_answer(file))


@app.command()
def check_numbers(
    file: Annotated[Path, typer.Argument(help="An answer to Q3.")],
) -> None:
    """Hold the figures of a Q3 answer against each other: what was stated, and what follows. Never a mark.

    Example: `autograder rubric check-numbers submission/written/q3_scale.md`
    """
    from autograder.marking.answers import read_written_answer
    from autograder.marking.numbers import check_numbers as check
    from autograder.marking.render import numbers_table

    typer.echo(numbers_table(check(read_written_answer(file))))


@app.command()
def flags(
    files: Annotated[list[Path], typer.Argument(help="Answers.")],
    root: Root = None,
) -> None:
    """Show what looks like an instruction to a grader. It moves no mark, and the command ends with 0.

    Example: `autograder rubric flags submission/written/*.md`
    """
    from autograder.catalog import Project
    from autograder.marking.answers import read_text
    from autograder.marking.flags import find_flags, known_texts
    from autograder.marking.render import flags_text
    from autograder.rubrics import read_rubrics

    project = Project.find(root)
    known = known_texts(project, read_rubrics(project))
    for file in files:
        typer.echo(flags_text(str(file), find_flags(read_text(file), known)))


@app.command()
def agreement(
    sheets: Annotated[list[Path], typer.Argument(help="One or two filled sheets of `rubric blank`.")],
    root: Root = None,
) -> None:
    """Show how far two sheets agree, and each of them with the labels of the samples: exact, and Cohen's κ.

    Example: `autograder rubric agreement anna.csv ben.csv`
    """
    from itertools import combinations

    from autograder.catalog import Project
    from autograder.marking.agreement import as_table, compare, labels, stale_rubrics
    from autograder.marking.decisions import read_sheet
    from autograder.rubrics import read_rubrics
    from autograder.rubrics.samples import read_samples

    project = Project.find(root)
    rubrics = read_rubrics(project)
    read = [read_sheet(path, rubrics) for path in sheets]
    for warning in stale_rubrics(read, rubrics):
        typer.echo(f"note: {warning}", err=True)
    known = labels({rubric.question: read_samples(project, rubric) for rubric in rubrics})
    named = [(str(sheet.path), sheet.decisions) for sheet in read]
    pairs = [*combinations(named, 2), *((each, ("the labels", known)) for each in named)]
    compared = [(f"{one[0]} and {two[0]}", compare(one[1], two[1], rubrics)) for one, two in pairs]
    tables = [as_table(title, rows) for title, rows in compared if rows]
    if not tables:
        fail("no criterion was decided twice for the same answer: the sheets' rows must have the same names")
    typer.echo("\n\n".join(tables))


@app.command()
def check(root: Root = None) -> None:
    """Read all rubrics and samples, and print what they are; what is wrong with one ends the command.

    Example: `autograder rubric check`
    """
    from autograder.catalog import Project
    from autograder.rubrics import read_rubrics
    from autograder.rubrics.samples import read_samples

    project = Project.find(root)
    for rubric in read_rubrics(project):
        content = f"{len(rubric.criteria)} criteria, {rubric.points:g} points"
        typer.echo(f"{rubric.stamp}  {content}, {len(read_samples(project, rubric))} samples")
