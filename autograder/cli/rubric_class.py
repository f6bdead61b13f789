"""More of `autograder rubric …`: the marks of a class, from an export to a gradebook."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import Root, fail, progress_bar
from autograder.cli.rubric import MaybeQuestion
from autograder.cli.rubric_checks import app

__all__ = ["app"]

Marking = Annotated[
    Path | None, typer.Option("--all", help="The folder that `rubric import` made: all answers of the class.")
]
Semicolons = Annotated[
    bool, typer.Option("--semicolons", help="Write semicolons, for spreadsheets with a decimal comma.")
]


@app.command("import")
def import_(
    export: Annotated[
        Path,
        typer.Argument(help="An export of Gradescope, Canvas or Moodle, or a folder of submissions."),
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to keep the class's answers in.")],
    roster: Annotated[
        Path | None,
        typer.Option("--roster", help="CSV with the columns id, name, email, student id."),
    ] = None,
    root: Root = None,
) -> None:
    """Read the written answers of a class into one table, with words, help used and warnings.

    Example: `autograder rubric import assignment_1234_export.zip --out marking`
    """
    from autograder.catalog import Project
    from autograder.marking.class_answers import TABLE, import_class, is_missing, save_class
    from autograder.marking.students import read_roster
    from autograder.messages import tas

    with progress_bar() as track:
        answers, notes = import_class(
            export, Project.find(root), read_roster(roster) if roster else None, track
        )
    save_class(answers, out)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    every = [(one, each) for one in answers.answers.values() for each in one.answers]
    warned = sum(bool(each.warnings) for _, each in every)
    absent = sum(is_missing(*each) for each in every)
    typer.echo(tas.classes.class_imported(len(answers.students), len(every), absent, warned, out / TABLE))


@app.command()
def sheet(
    out: Annotated[
        Path, typer.Option("--out", help="The CSV file to write; with --all and no question, a folder.")
    ],
    question: MaybeQuestion = None,
    marking: Marking = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", help="Any folder; the rows are named after its files and folders."),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="Show the students' names.")] = False,
    semicolons: Semicolons = False,
    rows: Annotated[
        int, typer.Option(min=0, max=5000, help="Number of free rows without --all and --answers.")
    ] = 30,
    root: Root = None,
) -> None:
    """Write a spreadsheet to mark in: a row per answer, a column per criterion, and what checks found.

    Example: `autograder rubric sheet Q1 --all marking --out q1.csv`
    """
    from autograder.catalog import Project
    from autograder.files import write_atomically
    from autograder.marking.checks import sheet_rows
    from autograder.marking.class_answers import PRIVATE, load_class
    from autograder.marking.sheet import answer_names, blank_sheet
    from autograder.messages import tas
    from autograder.rubrics import read_rubric, read_rubrics

    project = Project.find(root)
    rubrics = (read_rubric(project, question),) if question else read_rubrics(project)
    delimiter = ";" if semicolons else ","
    contents: dict[Path, bytes] = {}
    if marking:
        answered = load_class(marking, project)
        for rubric in rubrics:
            path = out if question else out / f"{rubric.question.lower()}.csv"
            listed = sheet_rows(answered, rubric, project, names=names)
            contents[path] = blank_sheet([rubric], listed, delimiter)
    else:
        named = answer_names(answers) if answers else [""] * rows
        contents[out] = blank_sheet(rubrics, named, delimiter)
    if exist := [path for path in contents if path.exists()]:
        fail(tas.sheets.sheet_exists(exist[0]))
    for path, content in contents.items():
        write_atomically(path, content, PRIVATE)
        typer.echo(f"made {path}")


app.command("blank", hidden=True)(sheet)


@app.command()
def total(
    sheets: Annotated[list[Path], typer.Argument(help="Filled sheets, of any questions and students.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write the points and gradebooks into.")],
    marking: Marking = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Write the state so far, with unmarked cells left open.")
    ] = False,
    semicolons: Semicolons = False,
    root: Root = None,
) -> None:
    """Add up marks: points per student and question, comments, and files for Canvas, Moodle and Gradescope.

    Example: `autograder rubric total q*.csv --all marking --out totals`

    Exit status: 0 written, 2 a sheet has errors or a cell is unmarked (all are named).
    """
    from autograder.catalog import Project
    from autograder.marking.class_answers import load_class
    from autograder.marking.decisions import read_sheets, stale_rubrics
    from autograder.marking.gradebooks import write_totals
    from autograder.marking.totals import add_up
    from autograder.messages import tas
    from autograder.rubrics import read_rubrics

    project = Project.find(root)
    rubrics = read_rubrics(project)
    answers = load_class(marking, project) if marking else None
    read = read_sheets(sheets, rubrics, [each.id for each in answers.students] if answers else None)
    for each in read:
        for written, taken in each.matched.items():
            typer.echo(f"note: {tas.sheets.id_matched(each.path, written, taken)}", err=True)
    for warning in stale_rubrics(read, rubrics):
        typer.echo(f"note: {warning}", err=True)
    totals = add_up(read, rubrics, answers, partial=partial)
    included = {each.question for each in totals.rubrics}
    if left_out := [each.question for each in rubrics if each.question not in included]:
        typer.echo(f"note: {tas.totals.questions_without_sheet(left_out)}", err=True)
    for path in write_totals(totals, project.assignment.title, out, ";" if semicolons else ","):
        typer.echo(f"made {path}")
    for student, question in totals.missing:
        typer.echo(tas.totals.missing_work(student, question))
    typer.echo(tas.totals.totals_written(len(totals.students), len(totals.unmarked), len(totals.missing)))


@app.command()
def agreement(
    sheets: Annotated[list[Path], typer.Argument(help="Filled sheets, one for each person.")],
    root: Root = None,
) -> None:
    """Show how far people agree, with each other and with the labels of the samples: exact, κ, α, intervals.

    Example: `autograder rubric agreement anna.csv ben.csv`
    """
    from importlib.util import find_spec
    from itertools import combinations

    from autograder.messages import instructors, tas

    if missing := [each for each in ("sklearn", "krippendorff") if find_spec(each) is None]:
        fail(instructors.needs_extra(tas.agreement.agreement_needs(missing), "marking"))
    from autograder.catalog import Project
    from autograder.marking.agreement import (
        alphas,
        as_table,
        compare,
        compare_people,
        labels,
        people_text,
    )
    from autograder.marking.decisions import read_sheets, stale_rubrics
    from autograder.rubrics import read_rubrics
    from autograder.rubrics.samples import read_samples

    project = Project.find(root)
    rubrics = read_rubrics(project)
    read = read_sheets(sheets, rubrics)
    for warning in stale_rubrics(read, rubrics):
        typer.echo(f"note: {warning}", err=True)
    known = labels({rubric.question: read_samples(project, rubric) for rubric in rubrics})
    named = [(str(each.path), each.decisions) for each in read]
    tables = []
    for one, two in combinations(named, 2):
        compared = compare_people(one[1], two[1], rubrics)
        alpha_of = alphas([decisions for _, decisions in (one, two)], rubrics)
        if compared.both:
            tables.append(people_text(tas.agreement.agreement_title(one[0], two[0]), compared, alpha_of))
    for name, decisions in named:
        if rows := compare(decisions, known, rubrics):
            tables.append(as_table(tas.agreement.agreement_title(name, tas.agreement.LABELS), rows))
    if len(named) > 2 and tables:
        tables.append(tas.agreement.alpha_of_all(len(named), alphas([each for _, each in named], rubrics)))
    if not tables:
        fail(tas.agreement.NOTHING_TO_COMPARE)
    typer.echo("\n\n".join(tables))
