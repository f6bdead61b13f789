"""Shared parts of all commands: common options, progress bars, and the exit after an error."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from autograder.answer_key.runs import Track
    from autograder.catalog import Project

Root = Annotated[
    Path | None,
    typer.Option("--root", help="A checkout of the assignment. Default: the one around the current folder."),
]

Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", help="The seed of the hidden inputs. Default: the term's own, in .autograder/seed."
    ),
]

T = TypeVar("T")


def fail(message: str, status: int = 2) -> NoReturn:
    """Print the error and exit: with 2 for bad input or wrong use, with 3 if the grader failed."""
    typer.echo(f"autograder: {message}", err=True)
    raise SystemExit(status)


def seed_of(project: "Project", seed: int | None) -> int:
    """Return the seed that was given, or the term's own."""
    from autograder.answer_key.seed import term_seed

    return term_seed(project) if seed is None else seed


@contextmanager
def progress_bar() -> Iterator["Track"]:
    """Yield a `Track` that shows a progress bar on stderr while a loop runs, if stderr is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:  # in a log a bar is noise
        yield lambda items, what: items  # noqa: ARG005
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:

        def track(items: Sequence[T], what: str) -> Iterator[T]:
            yield from progress.track(items, description=what)

        yield track
