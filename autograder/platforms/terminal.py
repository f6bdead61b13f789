"""A Grade as a table in the terminal, for instructors. Needs Rich."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from autograder.grading.grade import Grade, QuestionGrade, State
from autograder.text import printable

# A sign and a word beside each colour: colour alone says nothing.
STATES = {
    State.PASSED: "[green]+ passed[/]",
    State.PARTLY: "[yellow]~ partly[/]",
    State.FAILED: "[red]x failed[/]",
    State.NOT_STARTED: "[dim]- not started[/]",
}


def print_grade(grade: Grade, title: str, console: Console) -> None:
    """Print the questions, the written answers and the sum, then the first failure of each question."""
    table = Table(title=_plain(title), title_justify="left", show_footer=True)
    table.add_column("")
    table.add_column("Function", footer="all")
    table.add_column("State")
    table.add_column("Points", justify="right", footer=f"{grade.score:g} of {grade.max_score:g}")
    table.add_column("Parts that failed")
    for graded in grade.questions:
        question = graded.question
        points = f"{graded.score:g} of {question.points:g}"
        table.add_row(question.number, question.function, STATES[graded.state], points, _failed_parts(graded))
    for answer in grade.written:
        received = f"received, {answer.words} words" if answer.words else "not received"
        if not answer.words and (answer.elsewhere or answer.others or not answer.is_text):
            received = "received, not counted"
        table.add_row(answer.number, escape(answer.title), received, "by staff", "")
    console.print(table)
    for graded in grade.questions:
        failure = graded.first_failure
        if failure and graded.state is not State.NOT_STARTED:
            name = f"[bold]{_plain(failure.title)}[/]"
            console.print(f"[red]x[/] {failure.part} {name}: {_plain(failure.words)}", highlight=False)
            console.print(Padding(_plain(failure.detail), (0, 0, 0, 4)), highlight=False)
            if graded.hint:
                console.print(Padding(f"[italic]? {escape(graded.hint)}[/]", (0, 0, 0, 4)), highlight=False)
    for note in grade.notes:
        console.print(f"[yellow]![/] {_plain(note)}", highlight=False)
    console.print(f"{grade.seconds:.1f} s; {_confinement(grade)}", style="dim", highlight=False)


def _plain(text: str) -> str:
    """Return text that neither Rich nor the terminal interprets: some of it is a student's."""
    return escape(printable(text))


def _confinement(grade: Grade) -> str:
    level = grade.staff.get("sandbox", {}).get("level", "0")
    return "UNCONFINED: student code ran as you" if level == "0" else f"confinement: level {level}"


def _failed_parts(graded: QuestionGrade) -> str:
    if graded.state is State.NOT_STARTED:
        return ""
    return ", ".join(part.part.name for part in graded.parts if not part.passed)
