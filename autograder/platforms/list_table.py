"""The table of `autograder grade EXPORT --list`, in the terminal or as CSV. The table needs Rich."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.files import write_atomically
from autograder.grading.list_files import Listed, Taken
from autograder.messages import instructors
from autograder.text import printable

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_list(listed: Iterable[Listed], console: Console) -> int:
    """Print one row for each piece of each submission, and return how many submissions there are.

    ``=`` stands for the requested path, and ``-`` for a piece that is not there.
    """
    table = Table(title_justify="left")
    for column in ("Submission", "Piece", "File", "Holds"):
        table.add_column(column, overflow="fold")
    n_submissions, notes = 0, []
    for each in listed:
        n_submissions += 1
        name = escape(printable(each.name))
        if each.problem:
            table.add_row(name, "", f"[red]{escape(printable(each.problem))}[/]", "", end_section=True)
        for number, piece in enumerate(each.pieces):
            is_last = number == len(each.pieces) - 1
            table.add_row(
                name if not number else "",
                escape(piece.piece),
                _file(piece),
                piece.state,
                end_section=is_last,
            )
        notes += [f"{name}: {escape(printable(note))}" for note in each.notes]
    console.print(table)
    for note in notes:
        console.print(f"[yellow]![/] {note}", highlight=False)
    console.print(instructors.listed(n_submissions), style="dim", highlight=False)
    return n_submissions


def _file(piece: Taken) -> str:
    if not piece.file:
        return "[red]-[/]"
    return "[dim]=[/]" if piece.file == piece.piece else escape(printable(piece.file))


def write_list(listed: Sequence[Listed], path: Path) -> None:
    """Write the same as CSV, with all notes of a submission in its first row."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["submission", "piece", "file", "holds", "notes"])
    for each in listed:
        notes = "; ".join([*([each.problem] if each.problem else []), *each.notes])
        for piece in each.pieces or (Taken("", "", ""),):
            row = [each.name, piece.piece, piece.file, piece.state, notes]
            writer.writerow([_plain(cell) for cell in row])
            notes = ""
    write_atomically(path, text.getvalue().encode())


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{printable(cell)}" if cell.startswith(FORMULA) else printable(cell)
