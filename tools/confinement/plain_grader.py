"""A grader of the usual kind: one process holds tests, reference and results, and imports the submission.

A pytest plugin for `attacks_on_plain_pytest.py`: the same hidden tests and points, without a sandbox. Its
report shows the usual: returned values, exceptions with their tracebacks, and printed output.
"""

import importlib.util
import json
import os
import re
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hidden_tests_plugin import HiddenTests
from in_process import InProcess

from autograder.catalog import Project, Question
from autograder.grading import compare
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.grade import grade_questions
from autograder.grading.key import Key
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.outcome import StudentError
from autograder.sandbox.values import Opaque, Tensor

RESULTS = Path("/autograder/results/results.json")
INPUTS = RESULTS.with_name("inputs.json")
LONG_NUMBER = re.compile(r"\d{8,}")
honest_difference = compare.difference


class PlainGrader:
    """The process's state: the tests' verdicts, the output of each test, and a secret in memory."""

    def __init__(self, project: Project, key: Key, note: str) -> None:
        self.note = note
        self.project = project
        self.shown: dict[str, str] = {}
        self.skipped = 0
        self.session = Plain(project)
        student = Student(self.session)
        self.tests = HiddenTests(project.assignment, student, Replayer(key), key.seed)
        self.reference = {each.name: _load(project, each.name) for each in project.assignment.modules}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Store the part of a test's report that a student reads."""
        self.skipped += report.skipped
        if report.when == "call":
            verdict = self.tests.verdicts.get(report.nodeid)
            said = verdict.words if verdict else self.tests.errors.get(report.nodeid, report.outcome)
            sections = (text for _, text in report.sections)
            self.shown[report.nodeid] = "\n".join([said, self.session.last, *sections])

    def pytest_sessionfinish(self) -> None:
        """Write the results."""
        questions = grade_questions(self.project.assignment, self.tests.verdicts.values())
        content = {
            "score": sum(question.score for question in questions),
            "tests": [{"name": test, "output": shown} for test, shown in self.shown.items()],
            "extra_data": {"run": os.environ["PLAIN_RUN"], "skipped": self.skipped},
        }
        RESULTS.write_text(json.dumps(content), encoding="utf-8")
        INPUTS.write_text(json.dumps(sorted(self.session.inputs)), encoding="utf-8")


class Plain(InProcess):
    """Call the submission's functions directly, and use their results unchanged."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.last = ""
        """What the last call returned or raised, as pytest shows it."""
        self.inputs: set[str] = set()
        """Long numbers among the hidden inputs."""

    def run(self, question: Question, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run the function; remember the inputs and the value."""
        self.inputs |= set(LONG_NUMBER.findall(f"{args} {kwargs}"))
        value = super().run(question, args, kwargs)
        self.last = f"returned {value!r}"
        return value

    def error(self, error: Exception) -> StudentError:
        """Return the exception with its text, and show its traceback."""
        self.last = traceback.format_exc()
        return replace(super().error(error), text=str(error))

    def decoded(self, value: Any) -> Any:
        """Return a value as the assertions know it; a value of an unknown type stays itself."""
        try:
            decoded = super().decoded(value)
        except (ProtocolError, TypeError, ValueError, RuntimeError):
            return value
        return value if isinstance(decoded, Opaque) else decoded


def naive_difference(got: Any, expected: Any, tolerance: Any = compare.EXACT) -> compare.Difference | None:
    """As `assert got == expected` and `torch.allclose` judge: the object itself is asked."""
    if isinstance(got, torch.Tensor) and isinstance(expected, Tensor):
        return None if torch.allclose(got, torch.tensor(expected.array)) else compare.WRONG_VALUE
    if type(got).__module__ in ("builtins", "autograder.sandbox.values"):
        return honest_difference(got, expected, tolerance)
    return None if got == expected else compare.WRONG_VALUE


def _load(project: Project, name: str) -> Any:
    """Load a module of the reference, under a name of its own."""
    spec = importlib.util.spec_from_file_location(
        f"reference_{name}", project.solutions_folder / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytest_addoption(parser: pytest.Parser) -> None:
    """The command line of such graders holds secrets, too."""
    parser.addoption("--note", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Load tests, key and reference, and then let the submission in."""
    project = Project(Path("/autograder/source"))
    (key_file,) = (project.root / ".autograder").glob("key-*.json")
    key = Key.from_json(key_file.read_text(encoding="utf-8"))
    compare.difference = naive_difference
    grader = PlainGrader(project, key, os.environ["PLAIN_MEMORY"])
    del os.environ["PLAIN_MEMORY"]
    config.pluginmanager.register(grader)
    config.pluginmanager.register(grader.tests)
