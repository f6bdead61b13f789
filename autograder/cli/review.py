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
    submissions: Annotated[
        list[Path], typer.Argument(help="Submissions: folders, zips, notebooks or single documents.")
    ],
    names: Annotated[
        Path | None, typer.Option(help="A CSV of two columns: the submission's name, the student's name.")
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

    Example: `autograder review import review submissions/*`

    Exit status: 0 all imported, 2 a submission cannot be read (all others are imported).
    """
    from autograder.catalog import Project
    from autograder.messages import review as words
    from autograder.review.folder import Folder
    from autograder.review.importing import import_class, read_places
    from autograder.review.roster import read_names

    opened, project = Folder.open(folder), Project.find(root)
    known = read_names(names) if names else {}
    result = import_class(
        opened.database(), opened.roster(), project,
        lambda result: read_places(submissions, project, known, result),
        replace=replace, use_rubric=use_rubric, actor=by,
    )  # fmt: skip
    for effect in result.effects:
        typer.echo(words.rubric_changed(effect.question, effect.rescored, effect.look_again))
    if result.refused:
        fail(words.RUBRIC_REFUSED)
    counts = (result.new, result.same, result.changed, result.kept, result.failed)
    typer.echo(words.imported(*map(len, counts)))
    for label in result.kept:
        typer.echo(words.kept(label))
    for line in result.failed:
        typer.echo(line, err=True)
    if result.failed:
        raise typer.Exit(2)


@app.command()
def assign(
    folder: ReviewFolder,
    graders: Annotated[str, typer.Option(help="Names, separated by commas; all graders by default.")] = "",
    double: Annotated[
        list[str] | None,
        typer.Option(help="Answers to mark twice: Q1=50, Q1=all. By default max(10 %, 30) of each question."),
    ] = None,
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

    plan = allocation.Plan(dict(_double(each) for each in double or ()))
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

    title = Project.find(root).assignment.title
    run(Folder.open(folder), title, port, _names(host_names), lambda url: typer.echo(words.serving(url)))


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

        run(made.folder, project.assignment.title, port, (), started)


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
