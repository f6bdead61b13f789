"""`autograder review …`: the page on which teaching assistants mark written answers."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import Root, fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from autograder.review.models import Grader

NEEDS = ("sqlalchemy", "alembic", "starlette", "uvicorn", "markdown_it", "nh3", "latex2mathml")
PRIVATE = 0o077
"""Files that SQLite adds beside ours are for their owner only, too."""

app = typer.Typer(
    name="review",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Mark written answers on a page in the browser, with several graders. A person decides.",
)

ReviewFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The review's folder.")]
Actor = Annotated[str, typer.Option("--by", help="Your name for the audit trail.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine; 0 takes a free one.")]


@app.callback()
def options() -> None:
    """Mark written answers on a page in the browser, with several graders. A person decides."""
    from autograder.messages import instructors
    from autograder.messages import review as words

    if any(find_spec(each) is None for each in NEEDS):
        fail(instructors.needs_extra(words.REVIEW_NEEDS, "review"))
    os.umask(PRIVATE)


@app.command()
def init(
    folder: ReviewFolder,
    graders: Annotated[str, typer.Option(help="Names of graders, separated by commas.")] = "",
    lead: Annotated[
        str, typer.Option(help="Names of graders who also adjudicate, regrade and publish.")
    ] = "",
    new_token: Annotated[str, typer.Option(help="A grader who lost the token, or left a browser open.")] = "",
    database: Annotated[
        str | None, typer.Option(help="A URL of PostgreSQL; by default SQLite in the folder.")
    ] = None,
) -> None:
    """Make a review, or add graders to it, and print each new grader's token.

    Example: `autograder review init review --graders anna,ben --lead lea`
    """
    from autograder.messages import review as words
    from autograder.review.folder import Folder, add_grader

    opened = Folder.create(folder, database)
    leads = _names(lead)
    with opened.database().write(alone=True) as session:
        made = [
            (name, add_grader(session, name, lead=name in leads))
            for name in dict.fromkeys([*leads, *_names(graders)])
        ]
        if new_token:
            _grader(session, new_token)
            made.append((new_token, add_grader(session, new_token, renew=True)))
    if any(secret for _, secret in made):
        typer.echo(words.TOKENS_ONCE)
    for name, secret in made:
        if secret:
            typer.echo(words.token(name, secret))


@app.command(name="import")
def import_(
    folder: ReviewFolder,
    export: Annotated[
        Path,
        typer.Argument(help="What `rubric import` reads, or the folder that it made."),
    ],
    roster: Annotated[
        Path | None,
        typer.Option("--roster", help="CSV with the columns id, name, email, student id."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also replace answers that were marked.")
    ] = False,
    use_rubric: Annotated[
        bool, typer.Option("--use-rubric", help="Go on although a changed rubric touches marks.")
    ] = False,
    by: Actor = "import",
    root: Root = None,
) -> None:
    """Import answers under pseudonyms. Repeat it as often as you like: it changes only what is new.

    Example: `autograder review import review assignment_1234_export.zip`
    """
    from autograder.catalog import Project
    from autograder.cli.options import progress_bar
    from autograder.marking.class_answers import ANSWERS, import_class, load_class
    from autograder.marking.students import read_roster
    from autograder.messages import review as words
    from autograder.review.folder import Folder
    from autograder.review.importing import import_answers

    opened, project = Folder.open(folder), Project.find(root)
    if (export / ANSWERS).is_file():
        answers = load_class(export, project)
    else:
        with progress_bar() as track:
            answers, notes = import_class(export, project, read_roster(roster) if roster else None, track)
        for note in notes:
            typer.echo(f"note: {note}", err=True)
    result = import_answers(
        opened.database(), opened.roster(), project, answers,
        replace=replace, use_rubric=use_rubric, actor=by,
    )  # fmt: skip
    for effect in result.effects:
        typer.echo(words.rubric_changed(effect.question, effect.rescored, effect.look_again))
    if result.refused:
        fail(words.RUBRIC_REFUSED)
    new, same, changed, kept = map(len, (result.new, result.same, result.changed, result.kept))
    typer.echo(words.imported(new, same, changed, kept, result.missing))
    for label in result.kept:
        typer.echo(words.kept(label))


@app.command()
def assign(
    folder: ReviewFolder,
    graders: Annotated[str, typer.Option(help="Names, separated by commas; all graders by default.")] = "",
    double: Annotated[
        list[str] | None,
        typer.Option(help="Answers to mark twice: Q1=50, Q1=all. By default max(10 %, 30) of each question."),
    ] = None,
    calibration: Annotated[
        int, typer.Option(min=0, help="Samples of each question that everyone marks first.")
    ] = 8,
    take_from: Annotated[str, typer.Option(help="A grader whose answers go to others, if not begun.")] = "",
) -> None:
    """Give answers to graders: evenly, in another order for each, some twice, none by accident.

    Example: `autograder review assign review --double Q1=50`
    """
    from sqlalchemy import select

    from autograder.messages import review as words
    from autograder.review import allocation
    from autograder.review.folder import Folder
    from autograder.review.models import Grader

    plan = allocation.Plan(dict(_double(each) for each in double or ()), calibration=calibration)
    with Folder.open(folder).database().write(alone=True) as session:
        everyone: Sequence[Grader] = session.scalars(select(Grader).order_by(Grader.name)).all()
        chosen = [_grader(session, name) for name in _names(graders)] or list(everyone)
        if take_from:
            left = _grader(session, take_from)
            allocation.take_from(session, left)
            chosen = [each for each in chosen if each.id != left.id]
        counts = allocation.assign(session, chosen, plan)
    typer.echo(words.assigned(counts))


@app.command()
def lock(
    folder: ReviewFolder,
    questions: Annotated[list[str] | None, typer.Argument(help="Questions; all by default.")] = None,
    by: Actor = "lock",
) -> None:
    """End calibration: from now on students' answers are handed out. Leads can do it on the page, too.

    Example: `autograder review lock review Q1`
    """
    from autograder.messages import review as words
    from autograder.review.folder import Folder
    from autograder.review.rubric_versions import all_in_use
    from autograder.review.rubric_versions import lock as end_calibration

    with Folder.open(folder).database().write() as session:
        known = all_in_use(session)
        for question in questions or ():
            if question not in known:
                fail(words.no_question(question))
        locked = [each for each in questions or known if end_calibration(session, each, by)]
    for question in locked:
        typer.echo(words.locked(question))
    if not locked:
        typer.echo(words.ALL_LOCKED)


@app.command()
def drafts(
    folder: ReviewFolder,
    marking: Annotated[
        Path, typer.Argument(help="The folder of `rubric import` in which `rubric draft` kept its replies.")
    ],
    question: Annotated[str, typer.Option("--question", help="A question's number, such as Q1.")],
    model: Annotated[str, typer.Option("--model", help="The model whose drafts to take.")],
    by: Actor = "drafts",
    root: Root = None,
) -> None:
    """Offer a model's drafts. Graders see one on request only, after they have decided every criterion.

    Example: `autograder review drafts review marking --question Q1 --model NAME`
    """
    from autograder.catalog import Project
    from autograder.marking.class_answers import load_class
    from autograder.marking.drafting.jobs import jobs_of_class
    from autograder.marking.drafting.run import drafts_of
    from autograder.marking.drafting.store import open_store
    from autograder.messages import review as words
    from autograder.review.drafts import store_drafts
    from autograder.review.folder import Folder
    from autograder.rubrics import read_rubric

    opened, project = Folder.open(folder), Project.find(root)
    rubric, answers = read_rubric(project, question), load_class(marking, project)
    with open_store(marking) as store:
        found = drafts_of(list(jobs_of_class(project, answers, rubric, model, store.secret())), store)
    with opened.database().write() as session:
        count = store_drafts(session, opened.roster(), rubric.question, model, found, by)
    typer.echo(words.drafts_stored(rubric.question, count))


@app.command()
def serve(
    folder: ReviewFolder,
    port: Port = 8080,
    host_names: Annotated[
        str, typer.Option(help="Other names of this server behind a TLS proxy, separated by commas.")
    ] = "",
    root: Root = None,
) -> None:
    """Serve the page on this machine only; graders on other machines use an SSH tunnel or a TLS proxy.

    Example: `autograder review serve review`
    """
    from autograder.catalog import Project
    from autograder.messages import review as words
    from autograder.review.folder import Folder
    from autograder.review.web.server import serve as run

    project = Project.find(root)
    run(Folder.open(folder), project, port, _names(host_names), lambda url: typer.echo(words.serving(url)))


@app.command()
def status(folder: ReviewFolder) -> None:
    """Show how far each grader and each question is.

    Example: `autograder review status review`
    """
    from autograder.review.folder import Folder
    from autograder.review.status import as_text

    with Folder.open(folder).database().read() as session:
        typer.echo(as_text(session))


@app.command()
def agree(folder: ReviewFolder) -> None:
    """Show how far graders agree on answers that two have confirmed, and how strict each is.

    Example: `autograder review agree review`
    """
    from autograder.review.folder import Folder
    from autograder.review.status import agreement_text

    with Folder.open(folder).database().read() as session:
        typer.echo(agreement_text(session))


@app.command()
def publish(
    folder: ReviewFolder,
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")],
    by: Actor = "publish",
    root: Root = None,
) -> None:
    """Write gradebooks and each student's feedback; refuses while an answer is not final.

    Example: `autograder review publish review --out published`
    """
    from autograder.catalog import Project
    from autograder.messages import review as words
    from autograder.review.folder import Folder
    from autograder.review.publishing import publish as write

    opened, title = Folder.open(folder), Project.find(root).assignment.title
    with opened.database().write(alone=True) as session:
        done = write(session, opened.roster(), out, title, by)
    typer.echo(words.published(done.students, done.files, out))


@app.command()
def purge(
    folder: ReviewFolder,
    student: Annotated[
        list[str] | None, typer.Option(help="A pseudonym, or the submission's or the student's name.")
    ] = None,
    before: Annotated[str, typer.Option(help="A day: everything imported before it (UTC).")] = "",
    by: Actor = "purge",
) -> None:
    """Delete students for good: answers, markings, comments, audit trail and names.

    Example: `autograder review purge review --before 2027-04-01`
    """
    from datetime import date

    from autograder.messages import review as words
    from autograder.review import purging
    from autograder.review.folder import Folder

    opened = Folder.open(folder)
    roster, database = opened.roster(), opened.database()
    codes = []
    for name in student or ():
        code = roster.find(name)
        codes.append(code if code is not None else fail(words.no_student(name)))
    if before:
        try:
            date.fromisoformat(before)
        except ValueError:
            fail(words.bad_date(before))
        with database.read() as session:
            codes += purging.students_before(session, before)
    elif not codes:
        fail(words.PURGE_WHAT)
    typer.echo(words.purged(purging.purge(database, roster, [*dict.fromkeys(codes)], by)))


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Keep it here; by default it is deleted at the end.")
    ] = None,
    port: Port = 0,
    browse: Annotated[bool, typer.Option("--browse/--no-browse", help="Open the page.")] = True,
    root: Root = None,
) -> None:
    """Try the page with the course's sample answers: one command, nothing to prepare.

    Example: `autograder review demo`
    """
    import tempfile
    import webbrowser

    from autograder.catalog import Project
    from autograder.messages import review as words
    from autograder.review.demo import make_demo
    from autograder.review.web.server import serve as run

    project = Project.find(root)
    with tempfile.TemporaryDirectory(prefix="review-") as temporary:
        made = make_demo(folder or Path(temporary) / "review", project)

        def started(url: str) -> None:
            link = f"{url}/login#{made.token}"
            typer.echo(words.serving(link))
            if browse:
                webbrowser.open(link)

        run(made.folder, project, port, (), started)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _grader(session: "Session", name: str) -> "Grader":
    from sqlalchemy import select

    from autograder.messages import review as words
    from autograder.review.models import Grader

    found = session.scalars(select(Grader).where(Grader.name == name)).one_or_none()
    return found if found is not None else fail(words.no_grader(name))


def _double(text: str) -> tuple[str, int]:
    from autograder.messages import review as words

    question, _, count = text.partition("=")
    if count == "all":
        return question, 10**9
    if not question or not count.isdecimal():
        fail(words.bad_double(text))
    return question, int(count)
