"""Untouched files need no worker, because its answers are known. Only unchanged stubs count as untouched."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.grading.session import Phase, Session
from autograder.grading.stops import Stops
from autograder.grading.untouched import Stub, _stubs, untouched_stubs
from autograder.grading.workers import Workers
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged


@pytest.fixture
def stubs(project: Project, tmp_path: Path) -> Path:
    for module in project.assignment.modules:
        content = (project.assignment_folder / module.path).read_bytes()
        (tmp_path / module.path).write_bytes(content)
    return tmp_path


@contextmanager
def stage_of(folder: Path, project: Project) -> Iterator[Path]:
    paths = tuple(module.path for module in project.assignment.modules)
    with staged(Submission(folder, modules=paths), project.assignment_folder / "provided") as stage:
        yield stage


def found(folder: Path, project: Project) -> dict[str, Stub]:
    with stage_of(folder, project) as stage:
        return untouched_stubs(stage, project)


def test_all_functions_of_untouched_files_are_known(stubs: Path, project: Project) -> None:
    functions = {question.function for question in project.assignment.questions}
    assert found(stubs, project).keys() >= functions
    first, *others = project.assignment.modules
    (stubs / first.path).unlink()
    left = found(stubs, project).keys()
    assert not left & {question.function for question in first.questions}
    assert left >= {question.function for module in others for question in module.questions}


@pytest.mark.parametrize("change", [b"\n", b"# mine\n", b"import os\n", b"globals()['f'] = 1\n"])
def test_one_byte_more_and_a_file_is_not_untouched(stubs: Path, project: Project, change: bytes) -> None:
    module = project.assignment.modules[0]
    with (stubs / module.path).open("ab") as file:
        file.write(change)
    assert not found(stubs, project).keys() & {question.function for question in module.questions}


@pytest.mark.parametrize("name", ["helper.py", "torch.py", "lib/helper.py", "provided.py"])
def test_another_file_could_change_what_is_imported(stubs: Path, project: Project, name: str) -> None:
    (stubs / name).parent.mkdir(exist_ok=True)
    (stubs / name).write_text("x = 1\n")
    assert found(stubs, project) == {}


@pytest.mark.parametrize(
    ("line", "is_known"),
    [
        ("", True),
        ("import json", True),
        ("import other", False),
        ("from other import f", False),
        ("def g():\n    import other.part", False),
        ("from json import *", False),
        ("f = len", False),
        ("for f in (): pass", False),
        ("if True:\n    def f(): return 1", False),
        ("try:\n    pass\nexcept ValueError as f:\n    pass", False),
        ("del f", False),
        ("NotImplementedError = ValueError", False),
        ("def g():\n    global f\n    f = 1\ng()", False),
        ("def g():\n    f = 1", True),
    ],
)
def test_a_stub_that_could_be_something_else_is_asked(line: str, *, is_known: bool) -> None:
    source = f'{line}\ndef f(x):\n    """Add."""\n    raise NotImplementedError("Part 1")\n'
    found = _stubs("own.py", source.encode(), frozenset({"own", "other"}))
    assert ("f" in found) == is_known


def test_a_helper_is_no_question_of_another_module(stubs: Path, project: Project) -> None:
    """Two files may define one name, and only the module that is asked for it counts."""
    first, *_, last = project.assignment.modules

    class Swapped(Project):
        @property
        def assignment_folder(self) -> Path:
            return stubs

    with (stubs / first.path).open("a") as file:
        file.write(f'\n\ndef {last.questions[0].function}(x):\n    raise NotImplementedError("mine")\n')
    shutil.copytree(project.assignment_folder / "provided", stubs / "provided")
    (stubs / last.path).unlink()
    with stage_of(stubs, project) as stage:
        known = untouched_stubs(stage, Swapped(project.root))
    assert first.questions[0].function in known
    assert last.questions[0].function not in known


def test_nothing_is_known_where_the_handout_is_not(stubs: Path, project: Project, tmp_path: Path) -> None:
    class Container(Project):
        @property
        def assignment_folder(self) -> Path:
            return tmp_path / "nowhere"

    with stage_of(stubs, project) as stage:
        assert untouched_stubs(stage, Container(project.root)) == {}


def test_a_worker_would_say_the_same(stubs: Path, project: Project, zygote: Zygote) -> None:
    limits, modules = project.assignment.limits, project.assignment.modules
    with stage_of(stubs, project) as stage:
        known = untouched_stubs(stage, project)
        with (
            Session(Workers(zygote, stage, limits), Stops(limits)) as asked,
            Session(Workers(zygote, stage, limits), Stops(limits), known) as told,
        ):
            for question in (modules[0].questions[0], modules[-1].questions[-1]):
                names = list(known[question.function].signature.parameters)
                for args, kwargs in (((), dict.fromkeys(names, 1)), (tuple(range(len(names))), {})):
                    if not known[question.function].takes(args, kwargs):
                        continue
                    outcomes = [each.call(question, args, kwargs, (), Phase.FRESH) for each in (asked, told)]
                    assert outcomes[0] == outcomes[1]
                    assert outcomes[0].error is not None
            assert asked.workers.cpu_seconds or asked.workers.stage
            told.close()
            assert told.workers.cpu_seconds == {}
            # Whatever does not fit the signature goes to a worker.
            wrong = told.call(modules[0].questions[0], (), {"no_such": 1}, (), Phase.FRESH)
            assert wrong.error is not None
            assert wrong.error.name == "TypeError"
