"""The results file is valid at every moment, and holds a score only when grading came to its end."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.answer_key import build as key_building
from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.grading.key import Key
from autograder.platforms import run as running
from autograder.platforms.gradescope.results import GradescopeWriter
from autograder.platforms.run import GRADED, GRADER_FAILED, NOT_READABLE, Ending, grade_to_file
from autograder.sandbox.zygote import Zygote

HIDDEN = """
@pytest.mark.part("1.1.core")
def test_double(student, reference):
    "twice three"
    assert_same(student.double(3), reference.double(3))

@pytest.mark.part("1.1.errors")
def test_text(student):
    "a text"
    assert_raises(student.double("a"), "TypeError")

@pytest.mark.part("1.2.core")
def test_half(student, reference):
    "half of eight"
    assert_same(student.halve(8), reference.halve(8))
"""


@pytest.fixture(autouse=True)
def one_zygote(zygote: Zygote, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Use the zygote of all tests; return a list with an item for each time that it was closed."""
    closed: list[str] = []
    stand_in = SimpleNamespace(fork=zygote.fork, end=zygote.end, close=lambda: closed.append("closed"))
    monkeypatch.setattr(running, "start_zygote", lambda _project: stand_in)
    monkeypatch.setattr(key_building, "start_zygote", lambda _project: contextlib.nullcontext(zygote))
    return closed


@pytest.fixture
def small(tiny: Callable[..., Project]) -> Project:
    return tiny(HIDDEN)


@pytest.fixture
def read(tmp_path: Path, assert_valid_results: Callable[[object], None]) -> Callable[[], dict[str, Any]]:
    """The results file, once it is found valid."""

    def read_it() -> dict[str, Any]:
        content: dict[str, Any] = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
        assert_valid_results(content)
        return content

    return read_it


Read = Callable[[], dict[str, Any]]


def grade(place: Path, project: Project, load_key: Callable[[], Key]) -> Ending:
    """Grade with a results file beside the submission."""
    file = place.parent / "results.json"
    return grade_to_file(
        place, lambda: GradescopeWriter(file, project.assignment), project, load_key, trusted=True
    )


def submission(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "student.py").write_text("def double(x): return x * 2\n", encoding="utf-8")
    return tmp_path / "mine"


def test_a_grade(small: Project, tmp_path: Path, read: Read, one_zygote: list[str]) -> None:
    states = []

    def load() -> Key:
        states.append(read()["extra_data"]["state"])  # before anything of the submission was looked at
        return build_key(small, 1)

    ending = grade(submission(tmp_path), small, load)
    assert (ending.status, ending.problem, states) == (GRADED, "", ["incomplete"])
    assert ending.grade is not None
    assert ending.grade.score == read()["score"] == 2
    assert read()["extra_data"]["state"] == "complete"
    assert one_zygote == ["closed"]


def test_a_grade_without_a_file(small: Project, tmp_path: Path) -> None:
    key = build_key(small, 1)
    ending = grade_to_file(submission(tmp_path), None, small, lambda: key, trusted=True)
    assert ending.status == GRADED
    assert ending.grade is not None
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]


def test_what_cannot_be_read(small: Project, tmp_path: Path, read: Read, one_zygote: list[str]) -> None:
    (tmp_path / "mine.zip").write_bytes(b"no zip")
    key = build_key(small, 1)
    ending = grade(tmp_path / "mine.zip", small, lambda: key)
    assert (ending.status, ending.grade) == (NOT_READABLE, None)
    assert ending.problem in read()["output"]
    assert "score" not in read()
    assert one_zygote == ["closed"]


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("a slip"), AssertionError("a slip"), RecursionError("a slip")]
)
def test_the_graders_own_error(
    small: Project, tmp_path: Path, read: Read, one_zygote: list[str], error: Exception
) -> None:
    def load() -> Key:
        raise error

    ending = grade(submission(tmp_path), small, load)
    assert ending == Ending(GRADER_FAILED, problem=f"{type(error).__name__}: a slip")
    content = read()
    assert "score" not in content
    assert "not your fault" in content["output"]
    assert "a slip" not in content["output"] + str(content["tests"])
    assert ending.problem in content["extra_data"]["reason"]
    assert one_zygote == ["closed"]


def test_an_end_from_outside(small: Project, tmp_path: Path, read: Read, one_zygote: list[str]) -> None:
    def load() -> Key:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(submission(tmp_path), small, load)
    assert read()["extra_data"]["state"] == "incomplete"
    assert one_zygote == ["closed"]


def test_without_proc_it_says_what_to_mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running.require_proc()
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(GraderError, match=f"^{tmp_path} is not mounted; .*: mount -t proc proc {tmp_path}$"):
        running.require_proc(tmp_path)
