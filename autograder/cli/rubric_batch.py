"""The batch forms of the `rubric` commands: a whole class, from the folder that `rubric import` made."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from autograder.cli.options import fail
from autograder.messages import tas

if TYPE_CHECKING:
    from autograder.catalog import Project

MAX_NAMES = 5


def fill(sheet: Path, columns: Mapping[str, Mapping[str, str]], *, replacing: str = "") -> None:
    """Write columns into a sheet, and name the students without a row in it."""
    from autograder.marking.columns import fill_columns

    if absent := fill_columns(sheet, columns, replacing=replacing):
        typer.echo(
            f"note: {tas.classes.rows_absent(sheet, absent[:MAX_NAMES], len(absent[MAX_NAMES:]))}", err=True
        )
    typer.echo(f"filled {sheet}")


def write_prompts(project: "Project", question: str, marking: Path, out: Path | None) -> None:
    """Write the prompt for each answer to a question: `ID.md`, and the schema of the reply."""
    import json

    from autograder.files import write_atomically
    from autograder.marking.class_answers import PRIVATE, load_class
    from autograder.marking.pages.write import output_names
    from autograder.marking.prompt import make_prompt, reply_schema
    from autograder.rubrics import RubricError, read_rubric

    rubric = read_rubric(project, question)
    if out is None:
        fail(tas.classes.OUT_NEEDED)
    listed = list(load_class(marking, project).of(rubric.question))
    names = output_names([Path(student.id) for student, _ in listed])
    made = failed = 0
    for (student, answer), name in zip(listed, names, strict=True):
        if not answer.words:
            typer.echo(tas.classes.nothing_to_mark(student.id))
            continue
        try:
            text = make_prompt(project, rubric, answer.text).text
        except RubricError as error:
            typer.echo(f"{student.id}: {error}", err=True)
            failed += 1
            continue
        write_atomically(out / f"{name}.md", text.encode(errors="replace"), PRIVATE)
        made += 1
    write_atomically(out / "schema.json", json.dumps(reply_schema(rubric), indent=2).encode())
    typer.echo(tas.classes.batch_done(f"prompts in {out}", made, failed))
    if failed:
        raise typer.Exit(2)


def check_replies(
    project: "Project", question: str, marking: Path, replies: Path, sheet: Path | None
) -> None:
    """Check a reply for each answer to a question, and write the drafts into a sheet's own columns."""
    from autograder.marking.answers import answer_of, read_text
    from autograder.marking.class_answers import load_class
    from autograder.marking.draft_cells import draft_columns
    from autograder.marking.pages.write import output_names
    from autograder.marking.reply import Draft, ReplyError
    from autograder.marking.reply import check_reply as check
    from autograder.rubrics import RubricError, read_rubric

    rubric = read_rubric(project, question)
    listed = list(load_class(marking, project).of(rubric.question))
    names = output_names([Path(student.id) for student, _ in listed])
    drafts: dict[str, Draft | str] = {}
    for (student, answer), name in zip(listed, names, strict=True):
        if not answer.words:
            continue
        found = [replies / f"{name}{suffix}" for suffix in (".json", ".txt", ".md")]
        path = next((each for each in found if each.is_file()), None)
        try:
            if path is None:
                drafts[student.id] = tas.classes.reply_absent(replies)
            else:
                text = read_text(path, strict=True).removeprefix("\ufeff")
                drafts[student.id] = check(rubric, text, answer_of(answer.text))
        except (ReplyError, RubricError) as error:
            drafts[student.id] = str(error)
    failed = [(name, each) for name, each in drafts.items() if isinstance(each, str)]
    for student_id, reason in failed:
        typer.echo(f"{student_id}: {tas.classes.no_draft(reason)}")
    if sheet:
        columns = draft_columns(rubric, {name: [each] for name, each in drafts.items()})
        fill(sheet, columns, replacing="draft ")
    typer.echo(tas.classes.batch_done("replies checked", len(drafts), len(failed)))
    if failed:
        raise typer.Exit(1)


def numbers_of_class(project: "Project", question: str | None, marking: Path, sheet: Path | None) -> None:
    """Cross-check the numbers in all answers to a question."""
    from autograder.marking.checks import numbers_cell
    from autograder.marking.class_answers import load_class
    from autograder.marking.sheet import NUMBERS
    from autograder.rubrics import read_rubrics
    from autograder.rubrics.read import read_numbers

    given = read_numbers(project, question)
    rubric = next(each for each in read_rubrics(project) if each.numbers == given)
    listed = load_class(marking, project).of(rubric.question)
    cells = {student.id: numbers_cell(answer, rubric) for student, answer in listed}
    _show(cells, {NUMBERS: cells}, sheet)


def flags_of_class(project: "Project", marking: Path, sheets: list[Path]) -> None:
    """Show the flags of all answers; a sheet gets those of the question whose columns it has."""
    from autograder.marking.checks import flags_cell
    from autograder.marking.class_answers import load_class
    from autograder.marking.decisions import questions_of
    from autograder.marking.flags import known_texts
    from autograder.marking.sheet import FLAGS
    from autograder.rubrics import read_rubrics

    answers = load_class(marking, project)
    rubrics = read_rubrics(project)
    known = known_texts(project, rubrics)
    cells = {
        each.question: {student.id: flags_cell(one, known) for student, one in answers.of(each.question)}
        for each in rubrics
    }
    for question, of_question in cells.items():
        for student_id, cell in of_question.items():
            if cell:
                typer.echo(f"{student_id}, {question}: {cell}")
    for sheet in sheets:
        questions = questions_of(sheet)
        merged = {
            student.id: "; ".join(filter(None, (cells[each][student.id] for each in questions)))
            for student in answers.students
        }
        fill(sheet, {FLAGS: merged})
    typer.echo(tas.flags.FLAGS_CHANGE_NO_MARK)


def _show(cells: Mapping[str, str], columns: Mapping[str, Mapping[str, str]], sheet: Path | None) -> None:
    for student_id, cell in cells.items():
        if cell:
            typer.echo(f"{student_id}: {cell}")
    if sheet:
        fill(sheet, columns)
