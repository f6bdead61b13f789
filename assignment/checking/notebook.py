"""Check functions in a notebook, with the same tests as `pytest` and without any other library.

    grader.check("1.1")     check one function
    grader.check_all()      check all functions, and print the scoreboard
    grader.show("1.1")      print the checks of a function

The notebook's setup cell creates `grader`. In this edition the public tests are in `checks/`.
"""

import ast
import importlib.util
import inspect
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from checking import messages
from checking.catalogue import ASSIGNMENT, CATALOGUE, Question
from checking.cells import Cells
from checking.judge import judge
from checking.outcome import StudentFunction, forget_timeouts
from checking.progress import Progress, State
from checking.scoreboard import MAX_WIDTH, print_scoreboard
from checking.student_code import MissingFileError, load_function, missing_requirement, read_from

CHECKS = ASSIGNMENT / "checks"


class Grader:
    """Checks the functions that a notebook's cells define.

    Args:
        names: the notebook's global names.
    """

    def __init__(self, names: dict[str, object]) -> None:
        self.cells = Cells(names)

    def check(self, question: str) -> None:
        """Check one function, given its number or its name, and print the result."""
        found = _find(question)
        if found is not None:
            _print(_report(found, self._run(_with_needs(found))))

    def check_all(self) -> None:
        """Check all functions, and print the scoreboard."""
        progress = self._run(list(CATALOGUE.questions.values()))
        for question in CATALOGUE.questions.values():
            if progress.state(question.function) is State.FAILING:
                _print(f"{_report(question, progress)}\n")
        print_scoreboard(_Output(), progress, with_answers=False)

    def show(self, question: str) -> None:
        """Print the checks of a function, given its number or its name."""
        found = _find(question)
        if found is not None:
            _print("\n\n".join(inspect.getsource(check).rstrip() for check in _checks(found)))

    def _run(self, questions: list[Question]) -> Progress:
        """Run the checks of some questions, in order."""
        read_from(self.cells)
        forget_timeouts()
        progress = Progress()
        progress.select(question for question in questions for _ in _check_places().get(question, ()))
        for question in questions:
            try:
                checks = _checks(question)
            except ModuleNotFoundError as error:
                reason = missing_requirement(error)
                if reason is None:
                    raise
                progress.not_run[question.module] = reason
                continue
            for check in checks:
                name = check.__doc__ or check.__name__
                judged = judge(name, question, _call(check), progress)
                progress.record(question, judged, check.__name__)
        return progress


def check(function: str, names: dict[str, object]) -> None:
    """Check one function for a test of Otter.

    Raises:
        AssertionError: not all checks pass; the message is the one that a student reads.
    """
    question = CATALOGUE.questions[function]
    progress = Grader(names)._run(_with_needs(question))
    if progress.state(function) is not State.PASSING:
        raise AssertionError(_report(question, progress))


def _find(name: str) -> Question | None:
    """Return the question with this number or function name; say which there are if there is none."""
    for question in CATALOGUE.questions.values():
        if str(name) in (question.number, question.function):
            return question
    _print(messages.no_question(str(name), [each.number for each in CATALOGUE.questions.values()]))
    return None


def _with_needs(question: Question) -> list[Question]:
    """Return a question after all those that it needs, directly or through others."""
    found: list[Question] = []
    for function in question.needs:
        found += [each for each in _with_needs(CATALOGUE.questions[function]) if each not in found]
    return [*found, question]


@cache
def _check_places() -> dict[Question, list[tuple[Path, str]]]:
    """Return the file and the name of each check, by question.

    The files are not imported for this, because some parts work without torch and their checks too.
    """
    places: dict[Question, list[tuple[Path, str]]] = {}
    for path in sorted(CHECKS.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                asked = [each.arg for each in node.args.args if each.arg in CATALOGUE.questions]
                for function in asked[:1]:
                    places.setdefault(CATALOGUE.questions[function], []).append((path, node.name))
    return places


def _checks(question: Question) -> list[Callable[..., None]]:
    """Return the checks of a question."""
    return [getattr(_load(path), name) for path, name in _check_places().get(question, ())]


@cache
def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _call(check: Callable[..., None]) -> BaseException | None:
    """Run a check, and return what it raised."""
    functions = [StudentFunction(CATALOGUE.questions[name]) for name in inspect.signature(check).parameters]
    try:
        check(*functions)
    except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:  # noqa: BLE001 - to be judged
        return error
    return None


def _report(question: Question, progress: Progress) -> str:
    """Return the result of a question, in the words of the first check to look at."""
    names = question.number, question.function
    if question.module in progress.not_run:
        return messages.not_checked([" ".join(names)], progress.not_run[question.module])
    total = progress.selected.get(question.function, 0)
    match progress.state(question.function):
        case State.NOT_RUN:
            return messages.no_checks(*names)
        case State.PASSING:
            return messages.all_checks_pass(*names, total)
        case State.NOT_STARTED:
            missing = _missing(question)
            return messages.numbered(question.number, missing) if missing else messages.not_started(*names)
        case State.WAITING:
            checks = progress.checks[question.function]
            return messages.question_waits(*names, next(each.message for each in checks if each.message))
    first = progress.first_failure(question.function)
    passed = messages.checks_pass(progress.passed(question.function), total)
    return f"{messages.headline(*names, first.name)}\n{first.message}\n{passed}"


def _missing(question: Question) -> str:
    """Return that no cell defines the function; an empty string if one does."""
    try:
        load_function(question)
    except MissingFileError as error:
        return str(error)
    return ""


class _Output:
    """Writes the scoreboard as plain text; a notebook shows it in a fixed-width font."""

    def ensure_newline(self) -> None:
        """Do nothing: a cell's output begins on a new line."""

    def write(self, content: str, **_markup: bool) -> None:
        """Write text."""
        sys.stdout.write(content)

    def write_line(self, line: str, **_markup: bool) -> None:
        """Write a line."""
        _print(line.rstrip())

    def write_sep(self, sep: str, title: str, **_markup: bool) -> None:
        """Write a title between separators."""
        _print(f" {title} ".center(MAX_WIDTH, sep))


def _print(text: str) -> None:
    """Print a line in one piece: a kernel may send the end of a line as an output of its own."""
    sys.stdout.write(f"{text}\n")
