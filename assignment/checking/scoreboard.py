"""The end of every run: where each question stands, what it is worth, and what to look at next."""

from __future__ import annotations  # pytest 8.2 has not all the names that annotations use

import sys
import textwrap

import pytest

from checking.answers import AnswerFile, read_answers
from checking.catalogue import CATALOGUE, Module, Question
from checking.progress import Progress, State
from checking.student_code import where_defined

WIDTH = 88
COLOURS = dict.fromkeys(State, "yellow") | {State.PASSING: "green", State.FAILING: "red"}


def print_scoreboard(terminal: pytest.TerminalReporter, progress: Progress) -> None:
    """Writes the scoreboard of the modules that this run was about: states in words, colours beside them."""
    modules = [module for module in CATALOGUE.modules if _seen(module, progress)]
    if not modules and not progress.not_run:
        if progress.partial:
            terminal.write_line("No check ran. Is the name after -k spelt as in the tables of README.md?")
        return
    everything = len(modules) == len(CATALOGUE.modules) and not progress.partial
    terminal.ensure_newline()
    terminal.write_sep("=", CATALOGUE.title, bold=True)
    if modules:
        _write_row(terminal, "", "", "state", "checks", "points")
    for module in modules:
        terminal.write_line(f"Part {module.number}: {module.title} ({module.name}.py)", bold=True)
        questions = _seen(module, progress)
        for question in questions:
            _write_question(terminal, question, progress)
        _write_sum(terminal, f"Part {module.number}", questions, progress)
    if len(modules) > 1:
        _write_sum(
            terminal, "All parts", [each for module in modules for each in _seen(module, progress)], progress
        )
    for reason in sorted(set(progress.not_run.values())):
        names = [f"{name}.py" for name, why in progress.not_run.items() if why == reason]
        terminal.write_line(f"Not checked: {', '.join(sorted(names))}. {reason}", red=True)
    answers = read_answers() if everything else []
    if answers:
        terminal.write_line("Written answers (folder written/)", bold=True)
    for answer in answers:
        _write_answer(terminal, answer)
    terminal.write_line("")
    for line in progress.notices:
        terminal.write_line(f"Note: {line}")
    for line in _next_steps(progress, answers):
        terminal.write_line(line)
    terminal.write_line("")
    if progress.partial:
        terminal.write_line("Only some of the checks ran, and only they are counted here.")
    terminal.write_line("Points stand for functions whose checks all pass here. They are at stake, not yet")
    terminal.write_line("yours: hidden tests run on Gradescope, and those decide.")


def _seen(module: Module, progress: Progress) -> list[Question]:
    """The questions of a module that have a check in this run."""
    return [question for question in module.questions if question.function in progress.selected]


def _write_row(
    terminal: pytest.TerminalReporter,
    number: str,
    name: str,
    state: str,
    count: str,
    points: str,
    colour: str = "",
) -> None:
    """One row of the table; the state alone is coloured, and says in words what the colour says."""
    terminal.write(f"  {number:<5} {name:<23} ")
    terminal.write(f"{state:<17} ", **({colour: True} if colour else {}))
    terminal.write_line(f"{count:<14} {points}".rstrip())


def _write_question(terminal: pytest.TerminalReporter, question: Question, progress: Progress) -> None:
    state = progress.state(question.function)
    base = progress.waits_for(question.function)
    words = f"waits for {base.number}" if state is State.WAITING and base else str(state)
    count = f"{progress.passed(question.function):>3} of {progress.selected[question.function]}"
    points = f"{'':6}{question.points:>2g}"
    _write_row(terminal, question.number, question.function, words, count, points, COLOURS[state])


def _write_sum(
    terminal: pytest.TerminalReporter, title: str, asked: list[Question], progress: Progress
) -> None:
    """What of some questions passes, in the columns of the rows above it."""
    passing = [question for question in asked if progress.state(question.function) is State.PASSING]
    count = f"{sum(progress.passed(question.function) for question in asked):>3}"
    checks = sum(progress.selected[question.function] for question in asked)
    at_stake = sum(question.points for question in asked)
    points = f"{sum(question.points for question in passing):>2g} of {at_stake:g}"
    _write_row(terminal, "", title, f"{len(passing)} of {len(asked)} passing", f"{count} of {checks}", points)


def _write_answer(terminal: pytest.TerminalReporter, file: AnswerFile) -> None:
    question, answer = file.question, file.answer
    asked = f"{question.words[0]}-{question.words[1]} words"
    points, name = f"{'':6}{question.points:>2g}", f"{question.name}.md"
    if answer is None:
        _write_row(terminal, question.number, name, "file is missing", asked, points, "red")
    elif not answer.started:
        _write_row(terminal, question.number, name, State.NOT_STARTED, asked, points, "yellow")
    else:
        colour = "yellow" if file.length else "green"
        _write_row(terminal, question.number, name, f"{answer.words} words", asked, points, colour)
        if file.length:
            _write_remark(terminal, f"{question.number} is {file.length}")
        if not answer.help_used:
            _write_remark(terminal, f"{question.number}: after 'Help used', say what it was, or none")
    if file.outside:
        remark = f"{question.number}: {file.outside} words stand outside the two marker lines"
        _write_remark(terminal, f"{remark}, where they are not read")


def _write_remark(terminal: pytest.TerminalReporter, text: str) -> None:
    terminal.write_line(f"{'':8}{text}", yellow=True)


def _next_steps(progress: Progress, answers: list[AnswerFile]) -> list[str]:
    """What to look at next: what fails, then what is not started, then what is not written."""
    if progress.not_run:
        # more often than not the library is there, in the environment of another Python
        return [
            "Next: install what is missing, for the Python that runs this:",
            f"  {ascii(sys.executable)[1:-1]}",
        ]
    asked = [question for function, question in CATALOGUE.questions.items() if function in progress.selected]
    for question in asked:
        if progress.state(question.function) is State.FAILING:
            first = progress.first_failure(question.function)
            return _wrapped(f"{_title(question)}: {first.cause or first.name}")
    for question in asked:
        if progress.state(question.function) is State.NOT_STARTED:
            hint = "Read its docstring: what goes in, what comes out, and an example to work out by hand."
            return [_title(question), f"  {hint}"]
    if not progress.complete:
        return ["Next: run the checks that did not run."]
    lines = ["Every check here passes. Next: read each docstring once more. Have you tried all it says?"]
    for file in answers:
        if not file.started:
            return [*lines, f"Then: {file.question.number} in {file.path}"]
    for file in answers:
        if file.length:
            low, high = file.question.words
            return [
                *lines,
                f"Then: {file.question.number} in {file.path} is {file.length}: {low}-{high} words",
            ]
    return lines


def _title(question: Question) -> str:
    return f"Next: {question.number} {question.function} ({where_defined(question)})"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
