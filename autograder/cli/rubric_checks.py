"""More of `autograder rubric …`: results for a TA that never become a mark by themselves."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import Root
from autograder.cli.rubric import All, SheetFile, app, needed

__all__ = ["app"]


@app.command()
def answer(
    file: Annotated[
        Path, typer.Argument(help="A student's file of written/, or a sample of solutions/written/.")
    ],
) -> None:
    """Print an answer as a grader sees it: without comments, invisible characters or a sample's labels.

    Example: `autograder rubric answer submission/written/q1_temperature.md`
    """
    from autograder.marking.answers import read_text, read_written_answer
    from autograder.messages import tas
    from autograder.rubrics.characters import without_invisible
    from autograder.submissions.written_answers import text_elsewhere

    if elsewhere := without_invisible(text_elsewhere(read_text(file))).strip():
        typer.echo(f"{tas.classes.STANDS_ELSEWHERE}\n{elsewhere}\n", err=True)
    typer.echo(read_written_answer(file))


@app.command()
def check_numbers(
    file: Annotated[Path | None, typer.Argument(help="An answer to a question that gives numbers.")] = None,
    marking: All = None,
    sheet: SheetFile = None,
    question: Annotated[
        str | None,
        typer.Option(help="Needed only if several rubrics have a [numbers] table."),
    ] = None,
    root: Root = None,
) -> None:
    """Cross-check the numbers in an answer: what it states, and what follows. Never a mark.

    Example: `autograder rubric check-numbers submission/written/q1_memory.md`
    """
    from autograder.catalog import Project
    from autograder.marking.answers import read_written_answer
    from autograder.marking.numbers import check_numbers as check
    from autograder.marking.render import numbers_table
    from autograder.rubrics.read import read_numbers

    project = Project.find(root)
    if marking:
        from autograder.cli.rubric_batch import numbers_of_class

        return numbers_of_class(project, question, marking, sheet)
    given = read_numbers(project, question)
    return typer.echo(numbers_table(check(read_written_answer(needed(file)), given)))


@app.command()
def flags(
    files: Annotated[list[Path] | None, typer.Argument(help="Answers.")] = None,
    marking: All = None,
    sheet: Annotated[
        list[Path] | None, typer.Option("--sheet", help="With --all: sheets in which to write a column.")
    ] = None,
    root: Root = None,
) -> None:
    """Show passages that look like instructions to a grader. Exit status 0, whatever is found.

    Example: `autograder rubric flags submission/written/*.md`
    """
    from autograder.catalog import Project
    from autograder.marking.answers import read_text
    from autograder.marking.flags import find_flags, known_texts
    from autograder.marking.render import flags_text
    from autograder.rubrics import RubricError, read_rubrics

    project = Project.find(root)
    if marking:
        from autograder.cli.rubric_batch import flags_of_class

        return flags_of_class(project, marking, sheet or [])
    known = known_texts(project, read_rubrics(project))
    failed = 0
    for file in files or [needed(None)]:
        try:
            typer.echo(flags_text(str(file), find_flags(read_text(file), known)))
        except RubricError as error:  # one file does not end a batch
            typer.echo(f"autograder: {error}", err=True)
            failed += 1
    if failed:
        raise typer.Exit(2)
    return None


@app.command()
def check(root: Root = None) -> None:
    """Read all rubrics and samples and list them. The first invalid one ends the command.

    Example: `autograder rubric check`
    """
    from autograder.catalog import Project
    from autograder.rubrics import read_rubrics
    from autograder.rubrics.samples import read_samples

    project = Project.find(root)
    for rubric in read_rubrics(project):
        content = f"{len(rubric.criteria)} criteria, {rubric.points:g} points"
        typer.echo(f"{rubric.stamp}  {content}, {len(read_samples(project, rubric))} samples")
