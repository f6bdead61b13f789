"""Joins the checks to pytest: fixtures named like the functions, one failure per question, the scoreboard."""

from __future__ import annotations  # pytest 8.2 has not all the names that annotations use

import re
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import start

from checking.catalogue import ASSIGNMENT, CATALOGUE, Question
from checking.outcome import StudentFunction, UnstartedError
from checking.progress import Check, Progress, State
from checking.scoreboard import print_scoreboard
from checking.student_code import (
    REQUIREMENTS,
    StudentCodeError,
    error_text,
    missing_requirement,
    not_installed,
)

PROGRESS = pytest.StashKey[Progress]()
MISSING = re.compile(rf"No module named '({'|'.join(REQUIREMENTS)})'")


def _fixture(question: Question) -> Callable[[], StudentFunction]:
    @pytest.fixture(name=question.function)
    def function() -> StudentFunction:
        return StudentFunction(question)

    return function


# pytest looks for fixtures among a plugin's attributes; a test asks for a function by its plain name
for _question in CATALOGUE.questions.values():
    globals()[f"fixture_{_question.function}"] = _fixture(_question)


def question_of(item: pytest.Item) -> Question | None:
    """The question that a test checks: the first function that it asks for."""
    names = getattr(item, "fixturenames", [])
    return next((CATALOGUE.questions[name] for name in names if name in CATALOGUE.questions), None)


def pytest_configure(config: pytest.Config) -> None:
    """Makes room for the results, and lays out the files to write in where a release brought new ones."""
    try:
        notices = start.lay_out()
    except (OSError, ValueError) as error:
        notices = [f"start.py could not lay out the files in fresh/: {error_text(error)}"]
    config.stash[PROGRESS] = Progress(notices=notices)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Where torch is not installed, tests that need it cost a line of the scoreboard, not a traceback."""
    report = yield
    missing = MISSING.search(str(report.longrepr)) if report.failed else None
    if missing and collector.path.parent == ASSIGNMENT / "tests":
        reason = not_installed(missing[1])
        collector.config.stash[PROGRESS].not_run[collector.path.stem.removeprefix("test_")] = reason
        report.outcome, report.longrepr = "skipped", (str(collector.path), 0, f"Skipped: {reason}")
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs the questions in the order of the handout, so that a question follows what it builds on."""
    order = list(CATALOGUE.questions.values())

    def place(item: pytest.Item) -> int:
        question = question_of(item)
        return len(order) if question is None else order.index(question)

    items.sort(key=place)


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remembers that this run does not tell everything."""
    if items:
        items[0].config.stash[PROGRESS].partial = True


def pytest_collection_finish(session: pytest.Session) -> None:
    """Counts the checks that will run."""
    if any("::" in each for each in session.config.args):
        session.config.stash[PROGRESS].partial = True
    found = map(question_of, session.items)
    session.config.stash[PROGRESS].select(question for question in found if question is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns what a check raised into a state, and leaves a question only its first failure."""
    report = yield
    question = question_of(item)
    if question is None or (call.when != "call" and report.passed):
        return report
    progress = item.config.stash[PROGRESS]
    check = _judge(item, question, call, progress)
    progress.record(question, check, item.nodeid)
    error = call.excinfo and call.excinfo.value
    path, line, _ = item.location
    if check.state is State.FAILING:
        report.location = (path, line, f"{question.number} {question.function}: {check.name}")
        if isinstance(error, pytest.fail.Exception):
            report.longrepr = f"{check.message}\nThe check: {Path(path).as_posix()}, line {(line or 0) + 1}"
        elif isinstance(error, StudentCodeError) or missing_requirement(error):
            report.location = (path, line, f"{question.number} {question.function} cannot be called")
            report.longrepr = check.message
    elif check.state is not State.PASSING:
        report.outcome, report.longrepr = "skipped", (str(item.path), line or 0, f"Skipped: {check.message}")
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """What was not started is neither a failure nor skipped for a reason of its own."""
    state = config.stash[PROGRESS].tests.get(report.nodeid)
    if isinstance(report, pytest.TestReport) and report.skipped and state is State.NOT_STARTED:
        return "not started", "-", "NOT STARTED"
    if isinstance(report, pytest.TestReport) and report.skipped and state is State.WAITING:
        return "waiting", "w", "WAITING"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Work that is not done is no success, although nothing of it failed."""
    quiet = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    only_listed = session.config.option.collectonly
    if quiet and not only_listed and not session.config.stash[PROGRESS].complete:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Ends the run with the scoreboard."""
    if not config.option.collectonly:
        print_scoreboard(terminalreporter, config.stash[PROGRESS])


def _judge(item: pytest.Item, question: Question, call: pytest.CallInfo[None], progress: Progress) -> Check:
    """How a check ended, by what it raised and by what is known already."""
    name = (getattr(item, "function", item).__doc__ or item.name).strip().split("\n", 1)[0]
    if call.excinfo is None:
        return Check(name, State.PASSING)
    error = call.excinfo.value
    base = progress.unfinished_base(question)
    if isinstance(error, UnstartedError):
        if error.question == question:
            message = f"still raises the NotImplementedError of its stub: {name}"
            return Check(name, State.NOT_STARTED, message, cause=message)
        base = error.question
    elif base is None and progress.state(question.function) is not State.FAILING:
        plain = isinstance(error, (pytest.fail.Exception, StudentCodeError))
        message = str(error) if plain else missing_requirement(error) or error_text(error)
        cause = "" if isinstance(error, pytest.fail.Exception) else message.split("\n", 1)[0]
        return Check(name, State.FAILING, message, cause=cause)
    reason = (
        f"waits for {base.number} {base.function}" if base else "waits for an earlier check of this function"
    )
    return Check(name, State.WAITING, reason, base)
