"""`autograder grade`: one submission, graded exactly as on the platform."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import Root, Seed, fail, progress_bar, seed_of

if TYPE_CHECKING:
    from autograder.catalog import Project
    from autograder.grading.key import Key
    from autograder.platforms.writer import ResultsWriter


def grade(
    submission: Annotated[
        Path,
        typer.Argument(help="A student's files: a folder, an archive or a notebook; with --list, an export."),
    ],
    results: Annotated[
        Path | None, typer.Option("--results", help="Where to write the results file.")
    ] = None,
    results_format: Annotated[
        str, typer.Option("--format", help="The form of the results file, such as gradescope or csv.")
    ] = "gradescope",
    svg: Annotated[Path | None, typer.Option("--svg", help="Where to draw the table as a picture.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show staff the answers behind each failure. Hidden values!")
    ] = False,
    list_only: Annotated[
        bool,
        typer.Option("--list", help="Grade nothing: list which file is taken for which module and answer."),
    ] = False,
    trust: Annotated[
        bool,
        typer.Option("--trust-submissions", help="Grade even if student code cannot be confined at all."),
    ] = False,
    seed: Seed = None,
    root: Root = None,
) -> None:
    """Grade one submission exactly as on Gradescope, and print a table.

    Example: `autograder grade ~/submissions/ada --results results.json`

    `--list` takes a whole export, such as Gradescope's unpacked one. It shows in one table which file is
    taken for which module and answer, and what students read of their files; `--results` writes it as CSV.

    Exit status: 0 graded (whatever the score), 2 unreadable submission, 3 grader error.
    """
    from autograder.catalog import Project
    from autograder.platforms.run import grade_to_file, log_to

    log_to(sys.stderr, "CRITICAL")  # the user's part of it is printed below
    project = Project.find(root)
    if list_only:
        list_export(submission, results, project)
        return
    chosen, keys = seed_of(project, seed), []

    def open_writer() -> "ResultsWriter":
        from autograder.platforms.registry import writer_for

        assert results is not None
        return writer_for(results_format, results, project.assignment)

    with progress_bar() as track:

        def load_key() -> "Key":
            from autograder.answer_key.build import full_key

            keys.append(full_key(project, chosen, track))
            return keys[0]

        ending = grade_to_file(submission, open_writer if results else None, project, load_key, trusted=trust)
    if ending.grade is None:
        fail(ending.problem, ending.status)
    from rich.console import Console

    from autograder.platforms.explain import explain as print_explanation
    from autograder.platforms.terminal import print_grade

    console = Console(record=svg is not None, width=100 if svg else None, emoji=False)
    print_grade(ending.grade, str(submission), console)
    if svg:
        console.save_svg(str(svg), title=f"autograder grade {submission.name}")
    if explain:
        print_explanation(ending.grade, keys[0], console)
    raise typer.Exit(ending.status)


def list_export(place: Path, results: Path | None, project: "Project") -> None:
    """Print what would be graded of each submission at `place`."""
    from rich.console import Console

    from autograder.grading.list_files import list_submissions
    from autograder.messages import students
    from autograder.platforms.list_table import print_list, write_list

    if not place.exists():
        fail(students.files.place_missing(str(place)))
    listed = list(list_submissions(place, project.assignment))
    print_list(listed, Console(emoji=False))
    if results:
        write_list(listed, results)
