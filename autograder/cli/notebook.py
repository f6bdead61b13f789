"""`autograder notebook`: the same assignment as a notebook."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import Root, fail
from autograder.messages import instructors

if TYPE_CHECKING:
    from autograder.catalog import Project

NEEDED = ("otter", "nbformat", "ipykernel")
"""The libraries of the extra that are missing one by one if it was installed in part."""


def notebook(
    out: Annotated[Path, typer.Option(help="The folder for the notebooks and Otter's zip.")] = Path("dist"),
    root: Root = None,
) -> None:
    """Make the notebook edition with Otter Assign: for students, for Otter, and with the solutions.

    Example: `autograder notebook --out dist`
    """
    from autograder.catalog import Project
    from autograder.release.generated import leaks, stale_files

    if not is_installed():
        fail(instructors.needs_extra(instructors.NOTEBOOK_NEEDS, "notebook"))
    project = Project.find(root)
    if complaints := stale_files(project) + leaks(project):
        fail("; ".join(complaints))
    write_edition(project, out)


def is_installed() -> bool:
    """Whether the extra `notebook` is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def write_edition(project: "Project", out: Path) -> None:
    """Make the notebook edition, and write it when all of it is made."""
    from autograder.files import write_atomically
    from autograder.notebook.edition import notebook_edition

    edition = notebook_edition(project)
    for files, purpose in (
        (edition.student, instructors.NOTEBOOK_FOR_STUDENTS),
        (edition.otter, instructors.NOTEBOOK_FOR_OTTER),
        (edition.master, instructors.NOTEBOOK_WITH_SOLUTIONS),
    ):
        for name, content in files.items():
            write_atomically(out / name, content)
            typer.echo(f"{instructors.zip_written(out / name, len(content))}  {purpose}")
    if not edition.otter:
        typer.echo(instructors.NOTEBOOK_WITHOUT_CHECKS)
