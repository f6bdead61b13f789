"""A grader as most are built: one process holds tests, reference and results, and imports the submission.

A pytest plugin for `attacks_on_plain_pytest.py`: the same hidden tests and points, and nothing in between. A
report shows what pytest graders show: what was returned or raised, with its traceback, and what was printed.
"""

import importlib
import importlib.util
import json
import os
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.catalog import Limits, Project, Question
from autograder.grading import compare
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.grade import grade_questions
from autograder.grading.key import Key
from autograder.grading.plugin import HiddenTests
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.inside.torch_values import ArgumentReader, ResultWriter
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.sandbox.values import Opaque, Tensor

RESULTS = Path("/autograder/results/results.json")
INPUTS = RESULTS.with_name("inputs.json")
LONG_NUMBER = re.compile(r"\d{8,}")
honest_difference = compare.difference


class PlainGrader:
    """What the process holds: the tests' verdicts, what each test shows, and a secret in memory."""

    def __init__(self, project: Project, key: Key, note: str) -> None:
        self.note = note
        self.project = project
        self.shown: dict[str, str] = {}
        self.skipped = 0
        self.session = InProcess(project.assignment.limits)
        student = Student(self.session)  # type: ignore[arg-type]  # stands in for a session
        self.tests = HiddenTests(project.assignment, student, Replayer(key), key.seed)
        self.reference = {each.name: _load(project, each.name) for each in project.assignment.modules}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps what a student reads of a test."""
        self.skipped += report.skipped
        if report.when == "call":
            verdict = self.tests.verdicts.get(report.nodeid)
            said = verdict.kind or verdict.error if verdict else report.outcome
            sections = (text for _, text in report.sections)
            self.shown[report.nodeid] = "\n".join([said, self.session.last, *sections])

    def pytest_sessionfinish(self) -> None:
        """Writes the results."""
        questions = grade_questions(self.project.assignment, self.tests.verdicts.values())
        content = {
            "score": sum(question.score for question in questions),
            "tests": [{"name": test, "output": shown} for test, shown in self.shown.items()],
            "extra_data": {"run": os.environ["PLAIN_RUN"], "skipped": self.skipped},
        }
        RESULTS.write_text(json.dumps(content), encoding="utf-8")
        INPUTS.write_text(json.dumps(sorted(self.session.inputs)), encoding="utf-8")


class InProcess:
    """Calls the submission's functions directly, and takes what they return as it is."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        """What messages name; nothing keeps a submission to them."""
        self.last = ""
        """What the last call returned or raised, as pytest shows it."""
        self.inputs: set[str] = set()
        """Long numbers among the hidden inputs."""

    def call(
        self,
        question: Question,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        wrt: tuple[int, ...],
        *,
        example: bool = False,  # noqa: ARG002
    ) -> Outcome:
        """One call."""
        calls: list[Any] = []

        def callback(number: int, given: tuple[Any, ...]) -> Any:
            calls.append(given)
            return encoder.callbacks[number].function(*given)

        encoder = Encoder()
        nodes = encoder.node(args), encoder.node(kwargs)
        reader = ArgumentReader(b"".join(encoder.buffers), callback)
        args, kwargs = (reader.value(node) for node in nodes)
        self.inputs |= set(LONG_NUMBER.findall(f"{args} {kwargs}"))
        for index in wrt:
            reader.tensors[index].requires_grad_()
        try:
            function = getattr(importlib.import_module(question.module), question.function)
            value = function(*args, **kwargs)
            inputs = [reader.tensors[index] for index in wrt]
            slopes = torch.autograd.grad(value, inputs, allow_unused=True) if inputs else None
            self.last = f"returned {value!r}"
        except Exception as error:  # noqa: BLE001 - what a submission raises, its report shows
            self.last = traceback.format_exc()
            classes = tuple(base.__name__ for base in type(error).__mro__)
            return Outcome(End.ERROR, error=StudentError(classes, "", 0, str(error)), calls=tuple(calls))
        gradients = None if slopes is None else tuple(_decoded(slope) for slope in slopes)
        return Outcome(End.VALUE, _decoded(value), gradients, calls=tuple(calls))


def _decoded(value: Any) -> Any:
    """A value as the assertions know it; what is of no known kind stays itself."""
    writer = ResultWriter()
    try:
        node = writer.node(value)
        decoded = Decoder(b"".join(writer.buffers)).value(node)
    except (ProtocolError, TypeError, ValueError, RuntimeError):
        return value
    return value if isinstance(decoded, Opaque) else decoded


def naive_difference(got: Any, expected: Any, tolerance: Any = compare.EXACT) -> str | None:
    """As `assert got == expected` and `torch.allclose` judge: the object itself is asked."""
    if isinstance(got, torch.Tensor) and isinstance(expected, Tensor):
        return None if torch.allclose(got, torch.tensor(expected.array)) else "other values"
    if type(got).__module__ in ("builtins", "autograder.sandbox.values"):
        return honest_difference(got, expected, tolerance)
    return None if got == expected else "another value"


def _load(project: Project, name: str) -> Any:
    """A module of the reference, under a name of its own."""
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
    """Loads tests, key and reference, and then lets the submission in."""
    project = Project(Path("/autograder/source"))
    (key_file,) = (project.root / ".autograder").glob("key-*.json")
    key = Key.from_json(key_file.read_text(encoding="utf-8"))
    compare.difference = naive_difference
    grader = PlainGrader(project, key, os.environ["PLAIN_MEMORY"])
    del os.environ["PLAIN_MEMORY"]
    config.pluginmanager.register(grader)
    config.pluginmanager.register(grader.tests)
