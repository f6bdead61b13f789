"""Worked examples, which students see in full, are called by workers of their own, before hidden inputs."""

from collections.abc import Callable

import pytest

from autograder.catalog import Question
from autograder.grading.session import Phase, Session
from autograder.sandbox.outcome import End, Outcome

Open = Callable[..., Session]
FIRST = Question("1.1", "f", "student", (), ())
SECOND = Question("1.2", "g", "student", (), ())
COUNTS = """
calls = []
def f():
    calls.append("f")
    return "".join(calls)
def g():
    calls.append("g")
    return "".join(calls)
"""


def example(session: Session, question: Question) -> Outcome:
    return session.call(question, (), {}, (), Phase.EXAMPLE)


def hidden(session: Session, question: Question) -> Outcome:
    return session.call(question, (), {}, ())


def test_a_modules_examples_share_a_worker_and_hidden_calls_never_see_it(open_session: Open) -> None:
    session = open_session({"student.py": COUNTS})
    assert [example(session, each).value for each in (FIRST, SECOND)] == ["f", "fg"]
    assert [hidden(session, each).value for each in (FIRST, FIRST, SECOND)] == ["f", "ff", "g"]
    session.close()
    assert list(session.workers.cpu_seconds) == ["student's examples", "1.1", "1.2"]


@pytest.mark.parametrize("body", ["os._exit(0)", "exec('while True: pass')"])
def test_an_example_that_ends_its_worker_costs_its_question_and_no_other(
    open_session: Open, body: str
) -> None:
    source = f"import os\ndef f(): {body}\ndef g(): return 2\n"
    session = open_session({"student.py": source}, call_cpu_seconds=0.3)
    assert example(session, FIRST).end in (End.DIED, End.TIMEOUT)
    assert example(session, SECOND).value == 2
    assert hidden(session, FIRST).end is End.NOT_REACHED
    assert hidden(session, SECOND).value == 2


def test_the_next_example_is_not_blamed_for_what_one_leaves_behind(open_session: Open) -> None:
    source = """
import os, threading
bad = []
def f(): bad.append(1)
def g():
    if bad: os._exit(0)
    return 2
"""
    session = open_session({"student.py": source})
    assert [example(session, each).value for each in (FIRST, SECOND)] == [None, 2]
    assert hidden(session, SECOND).value == 2


TELLS = """
import sys
frame = sys._getframe()
while frame:
    here = frame.f_locals
    if "connection" in here and "request" in here:
        said = {"classes": ["SyntaxError"], "file": "late.py", "line": 1, "text": "", "reason": "a\\nb"}
        frame.f_globals["send_frame"](here["connection"], {"nonce": here["request"]["nonce"], "error": said})
        raise SyntaxError
    frame = frame.f_back
"""
LATE = Question("2.1", "f", "late", (), ())


def test_a_reason_is_told_while_no_worker_knows_anything_hidden(open_session: Open) -> None:
    session = open_session({"student.py": COUNTS, "late.py": TELLS})
    early = example(session, LATE).error
    assert early is not None
    assert early.reason == "a\\nb"  # nothing that ends a line
    assert hidden(session, LATE).error == early


def test_a_reason_is_not_told_later(open_session: Open) -> None:
    session = open_session({"student.py": COUNTS, "late.py": TELLS})
    hidden(session, FIRST)
    late = hidden(session, LATE).error
    assert late is not None
    assert (late.name, late.reason) == ("SyntaxError", "")
