"""`autograder gradebook`: one grade of 100 for each student."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import Root, fail
from autograder.messages import instructors

MAX_NAMED = 20


def gradebook(
    code: Annotated[
        Path, typer.Argument(help="A journal of `autograder regrade`, or the CSV of grades from Gradescope.")
    ],
    written: Annotated[
        Path | None, typer.Option("--written", help="CSV of the points of written answers, with ids.")
    ] = None,
    code_only: Annotated[
        bool, typer.Option("--code-only", help="Written answers do not count: the grade is of code alone.")
    ] = False,
    attempt: Annotated[
        str, typer.Option("--attempt", help="Of several attempts of a student: active, last or best.")
    ] = "active",
    old: Annotated[
        Path | None, typer.Option("--old", help="The results of before a regrade, for --policy max.")
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="After a regrade: new, or max(old, new).")] = "new",
    exceptions: Annotated[
        Path | None,
        typer.Option("--exceptions", help="CSV: student, kind (excused or late), value (points or 10%)."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Where to write all that is known, as CSV.")] = Path(
        "gradebook.csv"
    ),
    canvas: Annotated[Path | None, typer.Option("--canvas", help="CSV for Canvas.")] = None,
    roster: Annotated[
        Path | None, typer.Option("--roster", help="A gradebook exported from Canvas, for its own ids.")
    ] = None,
    moodle: Annotated[Path | None, typer.Option("--moodle", help="CSV for Moodle.")] = None,
    title: Annotated[str, typer.Option("--title", help="The assignment's name in the gradebook.")] = "",
    root: Root = None,
) -> None:
    """Make one grade of 100 for each student, of the results of code and the points of written answers.

    Example: `autograder gradebook course.sqlite --written written.csv --canvas canvas.csv`

    All members of a group get its grade. A submission without a score gives no grade, never a zero, and is
    listed. An id that stands in one file and not in the other is refused.

    Exit status: 0 all have a grade, 2 bad input, 3 some have none, and are listed.
    """
    from autograder.catalog import Project
    from autograder.files import write_atomically
    from autograder.regrade.gradebook.book import Book, Policy, Which
    from autograder.regrade.gradebook.read import read_attempts, read_exceptions, read_roster, read_written
    from autograder.regrade.gradebook.write import as_canvas, as_csv, as_moodle

    for name, value, allowed in (("attempt", attempt, list(Which)), ("policy", policy, list(Policy))):
        if value not in allowed:
            fail(instructors.one_of(f"--{name}", [str(each) for each in allowed]))
    if (written is None) != code_only:
        fail(instructors.WRITTEN_OR_NOT)
    if (policy == Policy.MAX) != (old is not None):
        fail(instructors.OLD_WITH_MAX)
    for path in filter(None, (code, written, old, exceptions, roster)):
        if not path.is_file():
            fail(instructors.place_missing(path))
    assignment = Project.find(root).assignment
    book = Book(
        read_attempts(code),
        assignment.code_points,
        sum(each.points for each in assignment.written),
        written=read_written(written) if written else None,
        old_attempts=read_attempts(old) if old else (),
        exceptions=read_exceptions(exceptions) if exceptions else (),
        which=Which(attempt),
        policy=Policy(policy),
    )
    lines, name = book.lines(), title or assignment.title
    files = {out: as_csv(lines)}
    if canvas:
        files[canvas] = as_canvas(lines, name, read_roster(roster) if roster else ())
    if moodle:
        files[moodle] = as_moodle(lines, name)
    for path, content in files.items():
        write_atomically(path, content)
        typer.echo(instructors.made(path))
    missing = [line for line in lines if line.grade is None and not line.is_excused]
    for line in missing[:MAX_NAMED]:
        typer.echo(instructors.no_grade(line.student.label, line.remark), err=True)
    if more := len(missing[MAX_NAMED:]):
        typer.echo(instructors.and_more(more), err=True)
    raise typer.Exit(3 if missing else 0)
