"""`autograder regrade`: a whole course, graded again."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from autograder.cli.options import Root, Seed, fail, progress_bar, seed_of
from autograder.messages import instructors

if TYPE_CHECKING:
    from autograder.regrade.result import Result
    from autograder.regrade.run import Progress, Show

MAX_NAMED, MAX_SHOWN = 20, 100
LOG_SECONDS = 60.0
"""Between two lines on the progress in a log."""


class _RunByDefault(TyperGroup):
    """`autograder regrade EXPORT` is `autograder regrade run EXPORT`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="regrade", cls=_RunByDefault, no_args_is_help=True, rich_markup_mode="markdown",
    help="Grade a whole course again: `autograder regrade EXPORT`.",
)  # fmt: skip

Out = Annotated[Path, typer.Option("--out", help="The journal: an SQLite file.")]
JOURNAL = Path("course.sqlite")


@app.command("run")
def run(
    export: Annotated[
        list[Path],
        typer.Argument(help="Gradescope's export zip, a folder of submissions, or a list of paths (.txt)."),
    ],
    out: Out = JOURNAL,
    slots: Annotated[
        int | None, typer.Option(min=1, help="Submissions graded at a time. Default: one for each core.")
    ] = None,
    shard: Annotated[
        str, typer.Option(metavar="I/N", help="Grade the I-th of N shards only; see `regrade merge`.")
    ] = "",
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Grade on the cluster of this dask scheduler: tls://HOST:PORT.")
    ] = "",
    shared: Annotated[
        Path | None,
        typer.Option("--shared", help="A folder that all machines see. Default: beside the journal."),
    ] = None,
    trust: Annotated[
        bool,
        typer.Option("--trust-submissions", help="Grade even if student code cannot be confined at all."),
    ] = False,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Grade every submission of an export, each exactly as `autograder grade` does.

    Example: `autograder regrade assignment_export.zip --out course.sqlite`

    Each result is written as it comes. Killed at any moment and run again, the command goes on where it was.
    A result is kept if neither the submission nor anything that its grade depends on has changed.

    Exit status: 0 all have a result, 2 bad input, 3 the grader failed on some, which are listed.
    """
    from autograder.catalog import Project
    from autograder.platforms.run import log_to
    from autograder.regrade.journal import Journal
    from autograder.regrade.run import Cluster, Course, run_course, shard_of

    log_to(sys.stderr, "CRITICAL")
    number, count = _shard(shard)
    project = Project.find(root)
    with progress_bar() as track:
        course = Course.of(export, project, seed_of(project, seed), track)
    if shard:
        course = Course(project, course.key, course.build, shard_of(course.entries, number, count))
    n_slots = slots or len(os.sched_getaffinity(0))
    folder = (shared or out.with_name(f"{out.name}.shared")).resolve()
    cluster = Cluster(scheduler, folder) if scheduler else None
    try:
        with _course_bar() as show:
            progress = run_course(
                course, export, out, n_slots=n_slots, trusted=trust, show=show, cluster=cluster
            )
    except KeyboardInterrupt:
        fail(instructors.run_again(out), 130)
    with Journal(out) as journal:
        _print_failures(journal.results())
    typer.echo(
        instructors.course_graded(
            progress.n_graded, progress.n_reused, progress.n_unreadable, progress.n_errors
        )
    )
    if progress.n_done > progress.n_reused:
        where = scheduler or instructors.slots(n_slots)
        typer.echo(instructors.course_speed(progress.per_second, where))
    raise typer.Exit(3 if progress.n_errors else 0)


def _shard(text: str) -> tuple[int, int]:
    if not text:
        return 1, 1
    number, _, count = text.partition("/")
    if not (number.isascii() and number.isdigit() and count.isascii() and count.isdigit()):
        fail(instructors.no_shard_form(text))
    return int(number), int(count)


def _print_failures(results: "Iterator[Result]") -> None:
    """Print the submissions without a score: grader errors first."""
    from autograder.regrade.result import State

    found: dict[State, list[Result]] = {State.ERROR: [], State.UNREADABLE: []}
    for result in results:
        if result.state in found:
            found[result.state].append(result)
    for state, heading in (
        (State.ERROR, instructors.ERRORS_FIRST),
        (State.UNREADABLE, instructors.UNREADABLE),
    ):
        if found[state]:
            typer.echo(heading)
        for result in found[state][:MAX_NAMED]:
            typer.echo(f"  {result.name}: {result.problem}")
        if more := len(found[state][MAX_NAMED:]):
            typer.echo(f"  {instructors.and_more(more)}")


@contextmanager
def _course_bar() -> Iterator["Show"]:
    """Yield what shows progress: a bar with rate, failures and time left; in a log, a line a minute."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console, last = Console(stderr=True), time.monotonic()

    def line(progress: "Progress") -> None:
        nonlocal last
        if time.monotonic() - last > LOG_SECONDS:
            last = time.monotonic()
            typer.echo(_said(progress), err=True)

    if not console.is_terminal:
        yield line
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, speed_estimate_period=120) as bar:
        task = bar.add_task("")

        def show(progress: "Progress") -> None:
            bar.update(
                task,
                total=progress.n_submissions,
                completed=progress.n_done,
                description=instructors.course_rate(
                    progress.per_second, progress.n_errors, progress.n_unreadable
                ),
            )

        yield show


def _said(progress: "Progress") -> str:
    rate = instructors.course_rate(progress.per_second, progress.n_errors, progress.n_unreadable)
    return f"{progress.n_done}/{progress.n_submissions}: {rate}"


@app.command("merge")
def merge(
    shards: Annotated[list[Path], typer.Argument(help="Journals of `autograder regrade --shard`.")],
    out: Out = JOURNAL,
) -> None:
    """Merge the journals of shards into one.

    Example: `autograder regrade merge shard-*.sqlite --out course.sqlite`
    """
    from autograder.regrade.journal import Journal
    from autograder.regrade.merge import merge as merge_journals
    from autograder.regrade.run import locked

    with locked(out):
        n_new = merge_journals(out, shards)
        with Journal(out) as journal:
            typer.echo(instructors.merged(n_new, len(journal.ungraded())))


@app.command("compare")
def compare(
    old: Annotated[Path, typer.Argument(help="The journal of before.")],
    new: Annotated[Path, typer.Argument(help="The journal of now.")],
    csv: Annotated[Path | None, typer.Option("--csv", help="Where to write all changes as CSV.")] = None,
) -> None:
    """Show whose grade changed, by which part, and why.

    Example: `autograder regrade compare before.sqlite course.sqlite --csv changes.csv`
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from autograder.files import write_atomically
    from autograder.regrade.compare import HEADER, as_csv, changes, row
    from autograder.regrade.journal import Journal
    from autograder.text import printable

    with Journal(old, must_exist=True) as before, Journal(new, must_exist=True) as now:
        found = list(changes(before, now))
    if csv:
        write_atomically(csv, as_csv(found))
    table = Table()
    for column in HEADER:
        table.add_column(column, overflow="fold")
    for change in found[:MAX_SHOWN]:
        table.add_row(*(escape(printable(cell)) for cell in row(change)))
    if not found:
        typer.echo(instructors.NOTHING_CHANGED)
        return
    Console(emoji=False).print(table)
    if more := len(found[MAX_SHOWN:]):
        typer.echo(instructors.and_more(more))
    differences = [change.difference or 0.0 for change in found]
    n_up, n_down = sum(each > 0 for each in differences), sum(each < 0 for each in differences)
    typer.echo(instructors.grades_changed(len(found), n_up, n_down))


@app.command("report")
def report(
    journal: Annotated[Path, typer.Argument(help="The journal.")] = JOURNAL,
    html: Annotated[Path, typer.Option("--html", help="Where to write the page.")] = Path("course.html"),
    csv: Annotated[Path | None, typer.Option("--csv", help="Where to write its tables as CSV.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Name the submissions without a score.")] = False,
    similar: Annotated[
        str, typer.Option("--similar", help="The address of a report on similar code, to link to it.")
    ] = "",
    root: Root = None,
) -> None:
    """Write the report on a course: one HTML file that needs no other, and its tables as CSV.

    Example: `autograder regrade report course.sqlite --html course.html`
    """
    from autograder.catalog import Project
    from autograder.files import write_atomically
    from autograder.regrade.journal import Journal
    from autograder.regrade.report.write import csv_report, html_report

    if find_spec("matplotlib") is None:
        fail(instructors.needs_extra(instructors.REPORT_NEEDS, "instructor"))
    assignment = Project.find(root).assignment
    with Journal(journal, must_exist=True) as opened:
        write_atomically(html, html_report(opened, assignment, names=names, similar=similar))
        if csv:
            write_atomically(csv, csv_report(opened, assignment))
    typer.echo(instructors.made(html))


@app.command("similar")
def similar(
    export: Annotated[list[Path], typer.Argument(help="As for `autograder regrade`.")],
    out: Annotated[Path, typer.Option("--out", help="An empty folder.")] = Path("similar"),
    tool: Annotated[
        str,
        typer.Option("--tool", help="copydetect, compare50, dolos, or a command with {work} and {handout}."),
    ] = "",
    root: Root = None,
) -> None:
    """Collect the code of all submissions, and hand it to a tool that finds similar code.

    Example: `autograder regrade similar export.zip --out similar --tool copydetect`

    Without --tool it is collected only: `work/` has a folder for each submission, `handout/` what all got.
    """
    from autograder.catalog import Project
    from autograder.regrade.export import find_entries
    from autograder.regrade.similar import copied, run_tool

    project = Project.find(root)
    entries = find_entries(export, project.assignment)
    with progress_bar() as track:
        unreadable = copied(entries, project, out, track)
    for name in unreadable[:MAX_NAMED]:
        typer.echo(instructors.not_collected(name), err=True)
    typer.echo(instructors.made(out))
    if tool:
        raise typer.Exit(run_tool(tool, out))
