"""What tests share: the checkout, a copy that a test may change, the command, grades to report on."""

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
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import autograder
from autograder.audit.attacks.judge import results_schema
from autograder.catalog import Project, Question
from autograder.grading.grade import Grade, WrittenGrade, grade_questions
from autograder.grading.plugin import Verdict
from autograder.grading.session import Session
from autograder.release.made_files import write_made_files
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


@pytest.fixture(scope="session")
def project() -> Project:
    """The checkout that these tests stand in. Only read it."""
    return Project.find(Path(autograder.__file__).parents[1])


@pytest.fixture
def checkout(project: Project, tmp_path: Path) -> Project:
    """A copy of the checkout with all made files fresh; a test may change what it likes."""
    root = tmp_path / "checkout"
    ignored = shutil.ignore_patterns("__pycache__", ".*", "fresh")
    folders = [project.assignment_folder, project.solutions_folder, project.rubrics_folder]
    for folder in [*folders, project.hidden_tests_folder]:
        shutil.copytree(folder, root / folder.relative_to(project.root), ignore=ignored)
    shutil.copyfile(project.catalog_file, root / project.catalog_file.relative_to(project.root))
    copy = Project(root)
    write_made_files(copy)
    return copy


@pytest.fixture(scope="session")
def run_autograder() -> Command:
    """Runs ``autograder ARGUMENTS`` in a process of its own."""

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
    """A grade in which some parts fail in some way: `failing` says how, by the part's id."""

    def make(failing: Callable[[str], str] = lambda _part: "") -> Grade:
        parts = [part.id for question in project.assignment.questions for part in question.parts]
        parts += [f"{question.number}.example" for question in project.assignment.questions]
        verdicts = [
            Verdict(
                test=f"test_it.py::test_{part}",
                part=part,
                title=f"[about] {part}",
                passed=not failing(part),
                kind=failing(part),
                detail=f"SECRET of {part}" if failing(part) else "",
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
    """Fails unless its argument, as JSON, is a results file that Gradescope documents."""
    validator = jsonschema.Draft202012Validator(results_schema())

    def check(content: Any) -> None:
        validator.validate(json.loads(json.dumps(content, allow_nan=False)))

    return check


@pytest.fixture(scope="session")
def zygote(project: Project) -> Iterator[Zygote]:
    """One for all tests, since it costs the import of torch; workers leave nothing behind in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SEED", "hidden")  # a test looks for it in workers
        shared = Zygote(project.assignment_folder, models=project.worker_models_folder)
    with shared:
        yield shared


@pytest.fixture
def open_session(zygote: Zygote, project: Project, tmp_path: Path) -> Iterator[Callable[..., Session]]:
    """Stages a submission's files and opens a session on it: ``open_session({"a.py": "…"}, **limits)``."""
    with ExitStack() as sessions:

        def open_it(files: dict[str, str | bytes], **limits: Any) -> Session:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
            stage = sessions.enter_context(staged(Submission(folder), project.assignment_folder / "provided"))
            session = Session(zygote, stage, replace(project.assignment.limits, **limits))
            return sessions.enter_context(session)

        yield open_it


@pytest.fixture
def ask(open_session: Callable[..., Session]) -> Callable[..., Outcome]:
    """Calls the function `f` of a student's file: ``ask("def f(x): return x", 3)``."""

    def call(
        source: str | bytes, *args: Any, wrt: tuple[int, ...] = (), cpu: float = 5, **kwargs: Any
    ) -> Outcome:
        session = open_session({"student.py": source}, call_cpu_seconds=cpu, import_cpu_seconds=cpu)
        return session.call(Question("1.1", "f", "student", (), ()), args, kwargs, wrt)

    return call


@pytest.fixture(scope="session")
def tiny(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Another assignment, of the functions `double` and `halve`: ``tiny("def test_…", **limits)``."""

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
