"""What all commands share: their common options, and how a command ends that was used wrongly."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

Root = Annotated[
    Path | None, typer.Option("--root", help="A checkout of the assignment; the current one by default.")
]

Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", help="Hidden inputs come from it; by default the term's own, in .autograder/seed."
    ),
]


def fail(message: str, status: int = 2) -> NoReturn:
    """Says what was wrong and ends: with 2 for wrong use, with 3 when the grader itself failed."""
    typer.echo(f"autograder: {message}", err=True)
    raise SystemExit(status)
