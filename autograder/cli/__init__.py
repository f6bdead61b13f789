"""The command `autograder`. Subcommands import their packages when they run, so that help is quick."""

import sys
from typing import Annotated

from autograder.messages import instructors

try:
    import typer
except ModuleNotFoundError as error:
    if error.name != "typer":
        raise
    sys.exit(instructors.needs_extra(instructors.COMMANDS_NEED, "instructor"))

import autograder
from autograder.cli import audit, build, grade, gradebook, notebook, regrade, review, rubric_draft, written
from autograder.cli.options import fail
from autograder.errors import AutograderError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Build, grade and review an auto-graded assignment.",
)
app.command()(grade.grade)
app.command()(build.build)
app.command()(build.demo)
app.command()(notebook.notebook)
app.add_typer(audit.app)
app.add_typer(regrade.app)
app.command()(gradebook.gradebook)
app.command()(build.release)
app.add_typer(rubric_draft.app)
app.command()(written.written)
app.add_typer(review.app)


def main() -> None:
    """Run the requested command; a user's error is one line, not a traceback."""
    try:
        app()
    except AutograderError as error:
        fail(str(error), status=error.exit_status)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"autograder {autograder.__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Build, grade and review an auto-graded assignment."""
