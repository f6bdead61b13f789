"""Shared fixtures: the checkout, copies of it, the command, sessions; and the rules for the `root` marker."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, settings
from needs import cannot_run

import autograder
from autograder.audit.attacks.judge import results_schema
from autograder.catalog import Project, Question
from autograder.grading.failure import Evidence, Failure, FailureKind
from autograder.grading.grade import Grade, WrittenGrade, grade_questions
from autograder.grading.session import Session
from autograder.grading.stops import Stops
from autograder.grading.verdict import Verdict
from autograder.grading.workers import Workers
from autograder.messages import students
from autograder.release.generated import write_generated_files
from autograder.sandbox.outcome import Outcome
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

Command = Callable[..., subprocess.CompletedProcess[str]]

TINY_MODULE = """
[[modules]]
number = "1"
name = "student"
title = "Two functions"
hours = 1
ai = "ask"

[[modules.questions]]
function = "double"
parts = { core = 2, errors = 1 }

[[modules.questions]]
function = "halve"
parts = { core = 1.5 }

[[written]]"""
TINY_SOLUTION = """
def double(x):
    if isinstance(x, str):
        raise TypeError("a text has no double")
    return 2 * x


def halve(x):
    return x // 2
"""
TINY_HIDDEN = """
import pytest

from autograder.testing import assert_raises, assert_same

"""


# The same examples in each run, and no verdict that depends on how busy the machine is.
settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


@cache
def why_root_tests_cannot_run() -> str:
    """Return why tests marked `root` cannot run here; an empty string if they can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    unshare = ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "true"]
    done = subprocess.run(unshare, capture_output=True, text=True, check=False)
    return f"needs namespaces: {done.stderr.strip()}" if done.returncode else ""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a `root` test that cannot run; fail instead where AUTOGRADER_REQUIRE_ROOT is 1, as in CI."""
    if item.get_closest_marker("root") and (reason := why_root_tests_cannot_run()):
        cannot_run(reason)


@pytest.fixture(scope="session")
def project() -> Project:
    """Return the checkout that holds these tests. Only read it."""
    return Project.find(Path(autograder.__file__).parents[1])


@pytest.fixture(scope="session")
def few_chaffs(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the checkout with one chaff in each module: recording all of them takes minutes."""
    root = tmp_path_factory.mktemp("few-chaffs")
    ignored = shutil.ignore_patterns("__pycache__", ".*", "fresh")
    content = project.catalog_file.parent
    for folder in (project.assignment_folder, project.solutions_folder, content):
        shutil.copytree(folder, root / folder.relative_to(project.root), ignore=ignored)
    copy = Project(root)
    for module in copy.assignment.modules:
        for chaff in sorted((copy.chaffs_folder / module.name).glob("*.py"))[1:]:
            chaff.unlink()
    return copy


@pytest.fixture
def checkout(project: Project, tmp_path: Path) -> Project:
    """Return a copy of the checkout with fresh generated files, which a test may change."""
    root = tmp_path / "checkout"
    ignored = shutil.ignore_patterns("__pycache__", ".*", "fresh")
    folders = [project.assignment_folder, project.solutions_folder, project.rubrics_folder]
    for folder in [*folders, project.hidden_tests_folder]:
        shutil.copytree(folder, root / folder.relative_to(project.root), ignore=ignored)
    shutil.copyfile(project.catalog_file, root / project.catalog_file.relative_to(project.root))
    copy = Project(root)
    write_generated_files(copy)
    return copy


@pytest.fixture(scope="session")
def run_autograder() -> Command:
    """Run ``autograder ARGUMENTS`` in a process of its own."""

    def run(*args: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from autograder.cli import main; main()", *map(str, args)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
            check=False,
        )

    return run


@pytest.fixture
def make_grade(project: Project) -> Callable[..., Grade]:
    """Return a function that makes a grade; `failing` gives each part's kind of failure by the part's id."""

    def kind_of(words: str) -> FailureKind:
        return FailureKind.NOT_STARTED if words == students.calls.NOT_STARTED else FailureKind.WRONG_VALUE

    def make(failing: Callable[[str], str] = lambda _part: "") -> Grade:
        parts = [part.id for question in project.assignment.questions for part in question.parts]
        parts += [f"{question.number}.example" for question in project.assignment.questions]
        verdicts = [
            Verdict(
                test=f"test_it.py::test_{part}",
                part=part,
                title=f"[about] {part}",
                failure=Failure(kind_of(failing(part)), failing(part), Evidence(f"SECRET of {part}"))
                if failing(part)
                else None,
            )
            for part in parts
        ]
        words = [None, 0, 1, 250, 10_000]
        written = tuple(
            WrittenGrade(each.number, each.title, count)
            for each, count in zip(project.assignment.written, words, strict=True)
        )
        return Grade(
            grade_questions(project.assignment, verdicts), written, 1.23456, {"sandbox": {"level": "0"}}
        )

    return make


@pytest.fixture(scope="session")
def assert_valid_results() -> Callable[[object], None]:
    """Fail unless the argument, as JSON, follows the schema of Gradescope's results file."""
    validator = jsonschema.Draft202012Validator(results_schema())

    def check(content: Any) -> None:
        validator.validate(json.loads(json.dumps(content, allow_nan=False)))

    return check


@pytest.fixture(scope="session")
def zygote(project: Project) -> Iterator[Zygote]:
    """Return one zygote for all tests: it imports torch, and workers leave nothing behind in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SEED", "hidden")  # a test looks for it in workers
        shared = Zygote(project.assignment_folder, models=project.worker_models_folder)
    with shared:
        yield shared


@pytest.fixture
def open_session(zygote: Zygote, project: Project, tmp_path: Path) -> Iterator[Callable[..., Session]]:
    """Stage a submission's files and open a session on it: ``open_session({"a.py": "…"}, **limits)``."""
    with ExitStack() as sessions:

        def open_it(files: dict[str, str | bytes], **limits: Any) -> Session:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
            stage = sessions.enter_context(staged(Submission(folder), project.assignment_folder / "provided"))
            bounds = replace(project.assignment.limits, **limits)
            session = Session(Workers(zygote, stage, bounds), Stops(bounds))
            return sessions.enter_context(session)

        yield open_it


@pytest.fixture
def ask(open_session: Callable[..., Session]) -> Callable[..., Outcome]:
    """Call the function `f` of a student's file: ``ask("def f(x): return x", 3)``."""

    def call(
        source: str | bytes, *args: Any, wrt: tuple[int, ...] = (), cpu: float = 5, **kwargs: Any
    ) -> Outcome:
        session = open_session({"student.py": source}, call_cpu_seconds=cpu, import_cpu_seconds=cpu)
        return session.call(Question("1.1", "f", "student", (), ()), args, kwargs, wrt)

    return call


@pytest.fixture(scope="session")
def tiny(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Return another assignment, of the functions `double` and `halve`: ``tiny("def test_…", **limits)``."""

    def make(hidden: str, **limits: float) -> Project:
        root = tmp_path_factory.mktemp("tiny")
        head, _, rest = project.catalog_file.read_text(encoding="utf-8").partition("\n[[modules]]")
        for name, value in limits.items():
            head = re.sub(rf"^{name} = \S+", f"{name} = {value}", head, flags=re.MULTILINE)
        files = {
            "autograder/course/assignment.toml": head + TINY_MODULE + rest.split("[[written]]")[1],
            "autograder/course/hidden_tests/test_student.py": TINY_HIDDEN + hidden,
            "solutions/student.py": TINY_SOLUTION,
        }
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        provided = project.assignment_folder / "provided"
        shutil.copytree(
            provided, root / "assignment" / "provided", ignore=shutil.ignore_patterns("__pycache__")
        )
        return Project(root)

    return make
