"""A Grade as a table in the terminal. Needs Rich: instructors only."""

from textwrap import indent

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.grading.grade import Grade, State

# A sign and a word with each colour: nothing is told by colour alone.
STATES = {
    State.PASSED: "[green]+ passed[/]",
    State.FAILED: "[red]x failed[/]",
    State.NOT_STARTED: "[dim]- not started[/]",
}


def print_grade(grade: Grade, title: str, console: Console) -> None:
    """Prints the questions, the written answers and the sum, then what came back where it was wrong."""
    table = Table(title=escape(title), title_justify="left", show_footer=True)
    table.add_column("")
    table.add_column("Function", footer="all")
    table.add_column("State")
    table.add_column("Points", justify="right", footer=f"{grade.score:g} of {grade.max_score:g}")
    for question in grade.questions:
        points = f"{question.score:g} of {question.max_score:g}"
        table.add_row(question.number, question.function, STATES[question.state], points)
    for answer in grade.written:
        received = "not received" if not answer.words else f"received, {answer.words} words"
        table.add_row(answer.number, escape(answer.title), received, "by staff")
    console.print(table)
    for question in grade.questions:
        if question.state is State.FAILED:
            console.print(f"[red]x[/] {question.number} [bold]{question.function}[/]")
            console.print(indent(escape(question.message.strip()), "    "), highlight=False)
    notes = ", ".join(f"{name}: {value}" for name, value in grade.notes.items())
    console.print(f"{grade.seconds:.1f} s; {notes}", style="dim", highlight=False)
