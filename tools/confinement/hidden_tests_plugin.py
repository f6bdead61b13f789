"""The hidden tests as a pytest plugin, as graders in one process have them: parameters and verdicts."""

import zlib
from collections.abc import Collection, Iterator

import numpy as np
import pytest

from autograder.catalog import Assignment, Question
from autograder.grading.assertions import Mismatch
from autograder.grading.collect import EXAMPLE
from autograder.grading.fixtures import Reference, Student
from autograder.grading.session import Phase
from autograder.grading.verdict import Verdict


class HiddenTests:
    """One run of the hidden tests against one submission."""

    def __init__(
        self,
        assignment: Assignment,
        student: Student,
        reference: Reference,
        seed: int,
        only: Collection[str] | None = None,
    ) -> None:
        self._student = student
        self._reference = reference
        self._seed = seed
        self._only = only
        self._questions = {question.number: question for question in assignment.questions}
        self._parts = {part.id for question in assignment.questions for part in question.parts}
        self._parts |= {f"{number}.{EXAMPLE}" for number in self._questions}
        self.parts: dict[str, str] = {}
        """The part of each collected test."""
        self.verdicts: dict[str, Verdict] = {}
        self.errors: dict[str, str] = {}
        """What ended a test otherwise, by test."""
        self.problems: list[str] = []
        """What went wrong outside of tests: files that cannot be collected."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the marker."""
        config.addinivalue_line(
            "markers", "part(id): the part whose points depend on this test, such as 1.2.core"
        )

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort by question, so that every question has one worker, and note each test's part.

        All worked examples come first, because students see their results in full. A submission that has not
        yet seen a hidden input, in any of its workers, cannot show one there.
        """
        order = {number: place for place, number in enumerate(self._questions)}
        for item in items:
            marker = item.get_closest_marker("part")
            part = str(marker.args[0]) if marker and marker.args else ""
            if part not in self._parts:
                raise pytest.UsageError(f"{item.nodeid}: the part {part!r} is not in the catalog")
            self.parts[item.nodeid] = part
        if self._only is not None:
            items[:] = [item for item in items if self._question(item).number in self._only]
            self.parts = {item.nodeid: self.parts[item.nodeid] for item in items}
        items.sort(key=lambda item: (not self._is_example(item), order[self._question(item).number]))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file of hidden tests that cannot be collected: a fault of ours."""
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Pass a test the arguments that its parameters name: `student`, `reference`, `rng`.

        pytest leaves alone what is there already. As fixtures, which it resolves anew for every test, the
        three would take a seventh of the grader's time.
        """
        assert isinstance(item, pytest.Function)
        question = self._question(item)
        if "student" in item.fixturenames:
            # Each call runs in its question's worker, or in its module's for examples.
            item.funcargs["student"] = self._student.of(
                question, Phase.EXAMPLE if self._is_example(item) else Phase.FRESH
            )
        if "reference" in item.fixturenames:
            item.funcargs["reference"] = self._reference.of(item.nodeid, question)
        if "rng" in item.fixturenames:
            # Random numbers from the term's seed and the test's own name.
            item.funcargs["rng"] = np.random.default_rng([self._seed, zlib.crc32(item.nodeid.encode())])

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Turn a test's exception into a verdict."""
        yield
        raised = call.excinfo.value if call.excinfo else None
        if call.when != "call" and raised is None:
            return
        function = getattr(item, "function", None)
        title = " ".join((getattr(function, "__doc__", None) or item.name).split())
        self._student.judged(item.nodeid, passed=raised is None)
        test, part = item.nodeid, self.parts[item.nodeid]
        match raised:
            case None:
                self.verdicts[test] = Verdict(test, part, title)
            case Mismatch():
                self.verdicts[test] = Verdict(test, part, title, raised.failure)
            case _:
                self.errors[test] = f"{type(raised).__name__}: {raised}"

    def _is_example(self, item: pytest.Item) -> bool:
        return self.parts[item.nodeid].endswith(f".{EXAMPLE}")

    def _question(self, item: pytest.Item) -> Question:
        return self._questions[self.parts[item.nodeid].rpartition(".")[0]]
