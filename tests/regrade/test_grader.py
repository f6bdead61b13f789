"""Grading many submissions with one zygote: an error costs the zygote, and no other submission."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.errors import BusyError, GraderError
from autograder.grading.key import Key
from autograder.messages import students
from autograder.regrade import grader
from autograder.regrade.export import Entry
from autograder.regrade.grader import CourseGrader
from autograder.regrade.result import State
from autograder.sandbox.level import Confined
from autograder.submissions.find import SubmissionError

CONFINED = Confined({"namespaces": "left out"})  # level 2


class Zygotes:
    """Counts the zygotes that are open."""

    def __init__(self) -> None:
        self.n_started = self.n_open = 0

    def start(self, _project: Project) -> Any:
        self.n_started += 1
        self.n_open += 1
        return SimpleNamespace(close=self.close)

    def close(self) -> None:
        self.n_open -= 1


@pytest.fixture
def zygotes(monkeypatch: pytest.MonkeyPatch) -> Zygotes:
    found = Zygotes()
    monkeypatch.setattr(grader, "start_zygote", found.start)
    monkeypatch.setattr(grader, "probe", lambda *_: CONFINED)
    return found


def grade(project: Project, monkeypatch: pytest.MonkeyPatch, *errors: Exception) -> list[tuple[State, str]]:
    """Grade submissions whose attempts end in these errors, one after another."""
    left = list(errors)

    def fail(*_: Any, **facts: Any) -> None:
        assert facts["confined"] == CONFINED
        raise left.pop(0)

    monkeypatch.setattr(grader, "grade_submission", fail)
    found = []
    with CourseGrader(project, Key(1, "k"), "b") as course:
        while left:
            result = course.grade(Entry("it", Path.cwd()), "c")
            assert result.score is None
            found.append((result.state, result.problem))
    return found


def test_after_an_error_there_is_a_second_attempt_with_a_new_zygote(
    project: Project, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, bug = GraderError("the zygote is gone"), ZeroDivisionError("by \x1b zero")
    found = grade(project, monkeypatch, gone, SubmissionError("no zip"), gone, bug)
    assert found[0] == (State.UNREADABLE, "no zip")
    assert found[1][0] is State.ERROR
    assert found[1][1].startswith("ZeroDivisionError: by ")
    assert "\x1b" not in found[1][1]
    assert (zygotes.n_started, zygotes.n_open) == (3, 0)


def test_a_busy_machine_is_not_asked_twice_at_once(
    project: Project, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = grade(project, monkeypatch, BusyError(students.results.UNFINISHED_BUSY))
    assert found == [(State.ERROR, students.results.UNFINISHED_BUSY)]
    assert zygotes.n_started == 1


def test_below_the_minimum_level_a_strict_grader_refuses(
    project: Project, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader, "probe", lambda *_: Confined({"identity": "no root", "namespaces": "no"}))
    with CourseGrader(project, Key(1, "k"), "b") as course:  # the course grades and flags
        assert course.confined.level == "1"
    with pytest.raises(GraderError, match="confinement is at level 1, the course asks for 2"):
        CourseGrader(project, Key(1, "k"), "b", strict=True)
    assert zygotes.n_open == 0
