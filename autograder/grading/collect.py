"""Collects the hidden tests with pytest, isolated from anything that pytest would find on the machine."""

import contextlib
import hashlib
import inspect
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Assignment, Question
from autograder.errors import GraderError

EXAMPLE = "example"
"""The part of a question that shows the handout's worked example, in full and without points."""
CONFIG = Path(__file__).with_name("hidden_tests.ini")
# Parts of pytest that hidden tests do not need, and that would cost a third of the grader's time.
NOT_NEEDED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging",
    "monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "stepwise", "terminal",
    "threadexception", "tmpdir", "unittest", "unraisableexception", "warnings",
)  # fmt: skip
OWN_PARAMETERS = frozenset({"student", "reference", "rng", "question_rng"})
MARKS = frozenset({"part", "parametrize"})


@dataclass(frozen=True)
class HiddenTest:
    """One hidden test, ready to be called."""

    id: str
    part: str
    title: str
    """Its docstring: a name that students may read."""
    question: Question
    function: Callable[..., object] = field(compare=False)
    values: Mapping[str, Any] = field(compare=False)
    """Its parametrized arguments."""
    wanted: frozenset[str] = frozenset()
    """Which of `student`, `reference`, `rng` and `question_rng` it takes."""

    @property
    def is_example(self) -> bool:
        """Whether it shows the handout's worked example."""
        return self.part.endswith(f".{EXAMPLE}")


def collect(folder: Path, assignment: Assignment) -> tuple[HiddenTest, ...]:
    """Return the hidden tests in `folder`: worked examples first, then question by question.

    The same folder with the same contents is collected once for a process.

    Raises:
        GraderError: a file cannot be collected, or a test is not of the form that hidden tests have.
    """
    folder = folder.resolve()
    hasher = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        hasher.update(f"{path.name} ".encode() + path.read_bytes())
    return _collect(folder, hasher.hexdigest(), assignment)


@lru_cache(maxsize=4)
def _collect(folder: Path, _contents: str, assignment: Assignment) -> tuple[HiddenTest, ...]:
    plugin = _Collector()
    options = [
        f"--config-file={CONFIG}",
        f"--rootdir={folder}",
        "--collect-only",
        "--noconftest",
        "--import-mode=importlib",
        "--assert=plain",
        "--capture=no",
        *(word for name in NOT_NEEDED for word in ("-p", f"no:{name}")),
        str(folder),
    ]
    log = io.StringIO()
    with isolated(), contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        try:
            status = pytest.main(options, plugins=[plugin])
        finally:
            _forget_modules(folder)
    if plugin.problems or status is not pytest.ExitCode.OK:
        raise GraderError(
            "; ".join(plugin.problems) or f"pytest ended with {status!r}: {log.getvalue()[-500:]}"
        )
    questions = {question.number: question for question in assignment.questions}
    order = {number: place for place, number in enumerate(questions)}
    parts = {part.id for question in assignment.questions for part in question.parts}
    parts |= {f"{number}.{EXAMPLE}" for number in questions}
    tests = [_test(item, questions, parts) for item in plugin.items]
    # All worked examples come first: students see in full what they return, and a submission that has seen
    # no hidden input yet, in any of its workers, cannot show one there.
    return tuple(sorted(tests, key=lambda test: (not test.is_example, order[test.question.number])))


class _Collector:
    """The pytest plugin that keeps the collected tests."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []
        self.problems: list[str] = []
        """What cannot be collected."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the marker."""
        config.addinivalue_line(
            "markers", "part(id): the part whose points depend on this test, such as 1.2.core"
        )

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep the tests."""
        self.items = list(session.items)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be collected."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}")


def _test(item: pytest.Item, questions: Mapping[str, Question], parts: set[str]) -> HiddenTest:
    marker = item.get_closest_marker("part")
    part = str(marker.args[0]) if marker and marker.args else ""
    if part not in parts:
        raise GraderError(f"{item.nodeid}: the part {part!r} is not in the catalog")
    if other := {mark.name for mark in item.iter_markers()} - MARKS:
        raise GraderError(f"{item.nodeid}: the mark {sorted(other)[0]!r} has no meaning for a hidden test")
    function = getattr(item, "obj", None)
    if not callable(function):
        raise GraderError(f"{item.nodeid}: a hidden test is a function")
    values = dict(getattr(getattr(item, "callspec", None), "params", {}))
    names = set(inspect.signature(function).parameters) - values.keys()
    if names - OWN_PARAMETERS:
        raise GraderError(
            f"{item.nodeid}: {sorted(names - OWN_PARAMETERS)[0]!r} is neither parametrized nor one of "
            f"{', '.join(sorted(OWN_PARAMETERS))}"
        )
    title = " ".join((inspect.getdoc(function) or item.name).split())
    question = questions[part.rpartition(".")[0]]
    return HiddenTest(item.nodeid, part, title, question, function, values, frozenset(names))


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Keep out the machine's plugins and the user's options; write no byte code; work in an empty folder."""
    environment, no_byte_code = dict(os.environ), sys.dont_write_bytecode
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True
    try:
        with tempfile.TemporaryDirectory(prefix="autograder-") as nowhere, contextlib.chdir(nowhere):
            yield
    finally:
        sys.dont_write_bytecode = no_byte_code
        os.environ.clear()
        os.environ.update(environment)


def _forget_modules(folder: Path) -> None:
    """Unload the hidden tests: another course, run next, may have files of the same names."""
    for name, module in list(sys.modules.items()):
        if (getattr(module, "__file__", None) or "").startswith(f"{folder}{os.sep}"):
            del sys.modules[name]
