"""Connect the checks to pytest: a fixture per function, one failure per question, and the scoreboard."""

from __future__ import annotations  # pytest 8.2 lacks some names that the annotations use

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import start

from checking import messages
from checking.catalogue import ASSIGNMENT, CATALOGUE, Question
from checking.judge import judge
from checking.outcome import StudentFunction
from checking.progress import Progress, State
from checking.scoreboard import print_scoreboard
from checking.student_code import StudentCodeError, error_text, missing_requirement

PROGRESS = pytest.StashKey[Progress]()


def _fixture(question: Question) -> Callable[[], StudentFunction]:
    @pytest.fixture(name=question.function)
    def function() -> StudentFunction:
        return StudentFunction(question)

    return function


# pytest finds fixtures among a plugin's attributes; a test requests a function by its name
for _question in CATALOGUE.questions.values():
    globals()[f"fixture_{_question.function}"] = _fixture(_question)


def question_of(item: pytest.Item) -> Question | None:
    """Return the question that a test checks: the first function among its fixtures."""
    names = getattr(item, "fixturenames", [])
    return next((CATALOGUE.questions[name] for name in names if name in CATALOGUE.questions), None)


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the results, and copy missing student files from a new release."""
    try:
        notices = start.lay_out()
    except (OSError, ValueError) as error:
        notices = [messages.could_not_lay_out(error_text(error))]
    config.stash[PROGRESS] = Progress(notices=notices)
    if getattr(config.option, "dist", "no") != "no" and not _is_worker(config):
        # before pytest-xdist starts its processes: whether a check waits depends on all earlier ones
        config.option.dist, config.option.tx = "no", []
        notices.append(messages.ONE_PROCESS)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Report a missing library as one line of the scoreboard, not as a traceback."""
    report = yield
    call: pytest.CallInfo[object] | None = getattr(report, "call", None)
    # pytest raises an error of its own from the ImportError of a test file
    error = call.excinfo.value.__cause__ if call and call.excinfo else None
    reason = missing_requirement(error)
    if reason and collector.path.parent == ASSIGNMENT / "tests":
        collector.config.stash[PROGRESS].not_run[collector.path.stem.removeprefix("test_")] = reason
        report.outcome, report.longrepr = "skipped", (str(collector.path), 0, f"Skipped: {reason}")
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the questions in the order of the handout, so that a question comes after those it needs."""
    order = list(CATALOGUE.questions.values())

    def place(item: pytest.Item) -> int:
        question = question_of(item)
        return len(order) if question is None else order.index(question)

    items.sort(key=place)


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Note that this run is only a selection."""
    if items:
        items[0].config.stash[PROGRESS].partial = True


def pytest_collection_finish(session: pytest.Session) -> None:
    """Count the selected checks."""
    if any("::" in each for each in session.config.args):
        session.config.stash[PROGRESS].partial = True
    found = map(question_of, session.items)
    session.config.stash[PROGRESS].select(question for question in found if question is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the outcome of a check into a state, and report only the first failure of a question."""
    report = yield
    question = question_of(item)
    if question is None or (call.when != "call" and report.passed):
        return report
    progress = item.config.stash[PROGRESS]
    error = call.excinfo and call.excinfo.value
    name = getattr(item, "function", item).__doc__ or item.name
    check = judge(name, question, error, progress)
    progress.record(question, check, item.nodeid)
    path, line, _ = item.location
    names = question.number, question.function
    if check.state is State.FAILING:
        report.location = (path, line, messages.headline(*names, check.name))
        if isinstance(error, pytest.fail.Exception):
            report.longrepr = messages.with_check(check.message, Path(path).as_posix(), (line or 0) + 1)
        elif isinstance(error, StudentCodeError) or missing_requirement(error):
            report.location = (path, line, messages.cannot_be_called(*names))
            report.longrepr = check.message
    elif check.state is not State.PASSING and _is_worker(item.config):
        # pytest-xdist ran from outside this folder: nothing prints the scoreboard, so each failure counts
        report.outcome, report.longrepr = "failed", f"{check.message}\n{messages.NO_SCOREBOARD}"
    elif check.state is not State.PASSING:
        report.outcome, report.longrepr = "skipped", (str(item.path), line or 0, f"Skipped: {check.message}")
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """Report checks as not started or waiting, instead of skipped."""
    state = config.stash[PROGRESS].tests.get(report.nodeid)
    letter = {State.NOT_STARTED: "-", State.WAITING: "w"}.get(state) if state else None
    if letter and state and isinstance(report, pytest.TestReport) and report.skipped:
        return state.words, letter, state.words.upper()
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Do not end with success if work is unfinished, even if nothing failed."""
    quiet = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    only_listed = session.config.option.collectonly
    if quiet and not only_listed and not session.config.stash[PROGRESS].complete:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the scoreboard at the end of the run."""
    if not config.option.collectonly:
        print_scoreboard(terminalreporter, config.stash[PROGRESS])


def _is_worker(config: pytest.Config) -> bool:
    """Return whether pytest-xdist started this process."""
    return hasattr(config, "workerinput")
