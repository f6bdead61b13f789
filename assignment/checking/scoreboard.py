"""The summary at the end of a run: state and points of each question, and what to look at next."""

from __future__ import annotations  # pytest 8.2 lacks some names that the annotations use

import shutil
import sys
import textwrap
from typing import Protocol

from checking import messages
from checking.answers import AnswerFile, Length, read_answers
from checking.catalogue import CATALOGUE, Module, Question
from checking.progress import Progress, State
from checking.student_code import where_defined

MAX_WIDTH = 88
MIN_TABLE = 75
"""The columns that a row on one line needs; in fewer, a name has a line of its own."""
COLOURS = dict.fromkeys(State, "yellow") | {State.PASSING: "green", State.FAILING: "red"}


class Terminal(Protocol):
    """The methods of pytest's terminal reporter that the scoreboard uses."""

    def ensure_newline(self) -> None:
        """End the current line."""

    def write(self, content: str, **markup: bool) -> None:
        """Write text."""

    def write_line(self, line: str, **markup: bool) -> None:
        """Write a line."""

    def write_sep(self, sep: str, title: str, **markup: bool) -> None:
        """Write a title between separators."""


def print_scoreboard(terminal: Terminal, progress: Progress, *, with_answers: bool = True) -> None:
    """Print the scoreboard for the modules of this run. Every colour is also said in words.

    Args:
        terminal: where to print.
        progress: the results.
        with_answers: whether to read the files of written answers.
    """
    modules = [module for module in CATALOGUE.modules if _seen(module, progress)]
    if not modules and not progress.not_run:
        if progress.partial:
            terminal.write_line(messages.NO_CHECK)
        return
    everything = len(modules) == len(CATALOGUE.modules) and not progress.partial
    terminal.ensure_newline()
    terminal.write_sep("=", CATALOGUE.title, bold=True)
    if modules:
        _write_row(terminal, "", "", *messages.COLUMNS)
    for module in modules:
        title = messages.part_title(module.number, module.title, module.name)
        _write_text(terminal, title, bold=True)
        questions = _seen(module, progress)
        for question in questions:
            _write_question(terminal, question, progress)
        _write_sum(terminal, messages.part(module.number), questions, progress)
    if len(modules) > 1:
        every = [question for module in modules for question in _seen(module, progress)]
        _write_sum(terminal, messages.ALL_PARTS, every, progress)
    for reason in sorted(set(progress.not_run.values())):
        names = sorted(f"{name}.py" for name, why in progress.not_run.items() if why == reason)
        _write_text(terminal, messages.not_checked(names, reason), red=True)
    answers = read_answers() if everything and with_answers else []
    if answers:
        _write_text(terminal, messages.WRITTEN, bold=True)
    for answer in answers:
        _write_answer(terminal, answer)
    terminal.write_line("")
    for line in progress.notices:
        _write_text(terminal, messages.note(line))
    for line in _next_steps(progress, answers):
        _write_text(terminal, line)
    if progress.not_run:  # often the library is installed, but for another Python: whole, to be copied
        terminal.write_line(f"  {ascii(sys.executable)[1:-1]}")
    terminal.write_line("")
    if progress.partial:
        _write_text(terminal, messages.PARTIAL)
    for line in messages.AT_STAKE if _width() >= MIN_TABLE else [" ".join(messages.AT_STAKE)]:
        _write_text(terminal, line)


def _seen(module: Module, progress: Progress) -> list[Question]:
    """Return the questions of a module that have a check in this run."""
    return [question for question in module.questions if question.function in progress.selected]


def _write_row(
    terminal: Terminal,
    number: str,
    name: str,
    state: str,
    count: str,
    points: str,
    colour: str = "",
) -> None:
    """Write one row of the table; only the state is coloured."""
    markup = {colour: True} if colour else {}
    if _width() < MIN_TABLE:
        terminal.write_line(f"  {number:<5} {name}".rstrip())
        terminal.write(f"    {state:<15} ", **markup)
        terminal.write_line(f"{count.strip():<10} {points.strip()}".rstrip())
        return
    terminal.write(f"  {number:<5} {name:<23} ")
    terminal.write(f"{state:<17} ", **markup)
    terminal.write_line(f"{count:<14} {points}".rstrip())


def _width() -> int:
    """Return the columns of the terminal, or those of a terminal that is not there."""
    return min(MAX_WIDTH, shutil.get_terminal_size((MAX_WIDTH, 24)).columns)


def _write_text(terminal: Terminal, text: str, indent: str = "", **markup: bool) -> None:
    """Write a text in lines that the terminal has the width for."""
    for line in _wrapped(text, indent):
        terminal.write_line(line, **markup)


def _write_question(terminal: Terminal, question: Question, progress: Progress) -> None:
    state = progress.state(question.function)
    base = progress.waits_for(question.function)
    words = messages.waits_for(base.number) if base and state is State.WAITING else state.words
    passed = f"{progress.passed(question.function):>3}"
    count = messages.out_of(passed, progress.selected[question.function])
    points = f"{'':6}{question.points:>2g}"
    _write_row(terminal, question.number, question.function, words, count, points, COLOURS[state])


def _write_sum(terminal: Terminal, title: str, asked: list[Question], progress: Progress) -> None:
    """Write how many of some questions pass, in the columns of the rows above."""
    passing = [question for question in asked if progress.state(question.function) is State.PASSING]
    count = f"{sum(progress.passed(question.function) for question in asked):>3}"
    checks = sum(progress.selected[question.function] for question in asked)
    at_stake = sum(question.points for question in asked)
    points = messages.out_of(f"{sum(question.points for question in passing):>2g}", f"{at_stake:g}")
    state = messages.passing(len(passing), len(asked))
    _write_row(terminal, "", title, state, messages.out_of(count, checks), points)


def _write_answer(terminal: Terminal, file: AnswerFile) -> None:
    question, answer = file.question, file.answer
    asked = messages.word_range(*question.words)
    points, name = f"{'':6}{question.points:>2g}", f"{question.name}.md"
    if answer is None:
        _write_row(terminal, question.number, name, messages.FILE_IS_MISSING, asked, points, "red")
    elif not answer.started:
        _write_row(terminal, question.number, name, State.NOT_STARTED.words, asked, points, "yellow")
    else:
        right = file.length is Length.RIGHT
        colour = "green" if right else "yellow"
        _write_row(terminal, question.number, name, messages.words(answer.words), asked, points, colour)
        if not right:
            too_long = file.length is Length.TOO_LONG
            _write_remark(terminal, messages.wrong_length(question.number, too_long))
        if not answer.help_used:
            _write_remark(terminal, messages.no_help_line(question.number))
    if file.outside:
        _write_remark(terminal, messages.words_outside(question.number, file.outside))


def _write_remark(terminal: Terminal, text: str) -> None:
    _write_text(terminal, text, f"{'':8}" if _width() >= MIN_TABLE else f"{'':4}", yellow=True)


def _next_steps(progress: Progress, answers: list[AnswerFile]) -> list[str]:
    """Return what to look at next: a failure, then an unstarted function, then an unwritten answer."""
    if progress.not_run:
        return [messages.INSTALL]
    asked = [question for function, question in CATALOGUE.questions.items() if function in progress.selected]
    for question in asked:
        if progress.state(question.function) is State.FAILING:
            first = progress.first_failure(question.function)
            return [_title(question, first.cause or first.name)]
    for question in asked:
        if progress.state(question.function) is State.NOT_STARTED:
            return [_title(question), f"  {messages.READ_DOCSTRING}"]
    if not progress.complete:
        return [messages.NOT_RUN_YET]
    lines = [messages.ALL_PASS]
    for file in answers:
        if not file.started:
            return [*lines, messages.next_answer(file.question.number, file.path)]
    for file in answers:
        if file.length is not Length.RIGHT:
            too_long = file.length is Length.TOO_LONG
            following = (file.question.number, file.path, too_long, *file.question.words)
            return [*lines, messages.next_length(*following)]
    return lines


def _title(question: Question, problem: str = "") -> str:
    return messages.next_question(question.number, question.function, where_defined(question), problem)


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Break a text into lines; the path of a file stays whole, to be copied."""
    return textwrap.wrap(
        text,
        _width(),
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
        break_long_words=False,
    )
