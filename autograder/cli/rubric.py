"""`autograder rubric …`: what a TA needs to mark the written answers, without a server."""

import io
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import Root, fail

app = typer.Typer(
    name="rubric",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rubrics of the written answers: pages, prompts, spreadsheets and checks. A person decides.",
)

Question = Annotated[str, typer.Argument(help="A written question, such as Q1.")]
MaybeQuestion = Annotated[
    str | None, typer.Argument(help="A written question, such as Q1; all of them by default.")
]
AnswerFile = Annotated[
    Path | None,
    typer.Option("--answer", help="A student's file of written/, or a sample of solutions/written/."),
]
All = Annotated[
    Path | None,
    typer.Option("--all", help="The folder that `rubric import` made, in place of a file: the whole class."),
]
Out = Annotated[Path | None, typer.Option("--out", help="With --all: the folder to write into.")]
SheetFile = Annotated[
    Path | None,
    typer.Option("--sheet", help="With --all: a sheet of `rubric sheet` in which to write a column."),
]


class Reader(StrEnum):
    """The audience of a rubric."""

    GRADERS = "graders"
    STUDENTS = "students"


@app.callback()
def options() -> None:
    """Rubrics of the written answers: pages, prompts, spreadsheets and checks. A person decides."""
    # Rubrics have × and –, and answers may have anything: replace characters that the console cannot show.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def needed(answer: Path | None) -> Path:
    """Return the answer's file, or end the command if neither it nor a class was given."""
    from autograder.messages import tas

    return answer or fail(tas.classes.ANSWER_OR_ALL)


@app.command()
def show(
    question: MaybeQuestion = None,
    reader: Annotated[
        Reader, typer.Option("--for", help="Students see only the criteria and their points.")
    ] = Reader.GRADERS,
    root: Root = None,
) -> None:
    """Show a rubric as Markdown, for people and to paste into Gradescope's manual grading.

    Example: `autograder rubric show Q1`
    """
    from autograder.catalog import Project
    from autograder.rubrics import read_rubric, read_rubrics
    from autograder.rubrics.read import find_question
    from autograder.rubrics.show import for_graders, for_students

    project = Project.find(root)
    shown = for_graders if reader is Reader.GRADERS else for_students
    for rubric in [read_rubric(project, question)] if question else read_rubrics(project):
        typer.echo(shown(rubric, find_question(project, rubric.question)))


@app.command()
def prompt(
    question: Question,
    answer: AnswerFile = None,
    marking: All = None,
    out: Out = None,
    nonce: Annotated[
        str | None, typer.Option(help="For a reproducible prompt; a fresh one by default.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print only the reply's JSON schema.")] = False,
    root: Root = None,
) -> None:
    """Print the prompt from which a model drafts the marking of one answer.

    Example: `autograder rubric prompt Q1 --answer submission/written/q1_temperature.md`

    Nothing is sent anywhere. Check the model's reply with `autograder rubric check-reply`.
    """
    import json

    from autograder.catalog import Project
    from autograder.marking.answers import read_text
    from autograder.marking.prompt import make_prompt
    from autograder.rubrics import read_rubric

    project = Project.find(root)
    if marking:
        from autograder.cli.rubric_batch import write_prompts

        return write_prompts(project, question, marking, out)
    made = make_prompt(project, read_rubric(project, question), read_text(needed(answer)), nonce)
    return typer.echo(json.dumps(made.schema, indent=2, ensure_ascii=False) if schema else made.text)


@app.command()
def check_reply(
    question: Question,
    reply: Annotated[
        Path,
        typer.Argument(help="The model's complete reply; with --all a folder of replies, ID.json or ID.txt."),
    ],
    answer: AnswerFile = None,
    marking: All = None,
    sheet: SheetFile = None,
    root: Root = None,
) -> None:
    """Check a model's reply and each quote in it, and add up the points.

    Example: `autograder rubric check-reply Q1 reply.json --answer submission/written/q1_temperature.md`

    Exit status: 0 a draft with its sum, 1 a malformed reply or a verdict without its quote.
    """
    from autograder.catalog import Project
    from autograder.marking.answers import read_text, read_written_answer
    from autograder.marking.render import draft_text
    from autograder.marking.reply import ReplyError
    from autograder.marking.reply import check_reply as check
    from autograder.messages import tas
    from autograder.rubrics import read_rubric

    project = Project.find(root)
    if marking:
        from autograder.cli.rubric_batch import check_replies

        return check_replies(project, question, marking, reply, sheet)
    rubric = read_rubric(project, question)
    text = read_written_answer(needed(answer))
    try:
        draft = check(rubric, read_text(reply, strict=True).removeprefix("\ufeff"), text)
    except ReplyError as error:
        typer.echo(tas.replies.reply_refused(str(error)))
        raise typer.Exit(1) from None
    typer.echo(draft_text(draft))
    if draft.points is None:
        raise typer.Exit(1)
    return None
