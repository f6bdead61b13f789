"""A worker may die, hang or print without end: the call ends in time and says how."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from autograder.catalog import Question
from autograder.grading.session import Session
from autograder.messages import students
from autograder.sandbox import clock
from autograder.sandbox.clock import Limit
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.worker import Worker

Ask = Callable[..., Outcome]
Open = Callable[..., Session]
FIRST = Question("1.1", "f", "student", (), ())
SECOND = Question("1.2", "g", "student", (), ())


@pytest.mark.parametrize(
    "body",
    [
        "import os; os._exit(0)",
        "import os; os.abort()",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.closerange(0, 100)",
    ],
    ids=["exit", "abort", "segfault", "closed"],
)
def test_the_process_ends(ask: Ask, body: str) -> None:
    assert ask(f"def f():\n    {body}\n") == Outcome(End.DIED)


@pytest.mark.parametrize("body", ["import os; os._exit(0)", "import ctypes; ctypes.string_at(0)"])
def test_the_process_ends_while_it_is_imported(ask: Ask, body: str) -> None:
    assert ask(f"{body}\ndef f(): return 1\n") == Outcome(
        End.DIED, reason=students.calls.died_importing("student.py")
    )


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    while True: pass",
        "def f():\n    try:\n        while True: pass\n    finally:\n        while True: pass",
        "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(): raise E",
        "def f(): return 'a'.join('b' * 10 for _ in iter(int, 1))",
    ],
    ids=["loop", "stubborn", "text", "join"],
)
def test_a_loop_ends_when_its_cpu_seconds_are_used(open_session: Open, source: str) -> None:
    session = open_session({"student.py": source}, call_cpu_seconds=0.2, import_cpu_seconds=0.2)
    assert session.call(FIRST, (), {}, ()) == Outcome(End.TIMEOUT)
    session.close()
    assert 0.2 <= session.workers.cpu_seconds["1.1"] < 1


def test_an_import_that_never_ends_fails(open_session: Open) -> None:
    session = open_session({"student.py": "while True: pass"}, import_cpu_seconds=0.2)
    outcome = session.call(FIRST, (), {}, ())
    assert outcome.error is not None
    assert (outcome.end, outcome.error.place) == (End.IMPORT_ERROR, "student.py")
    assert outcome.error.reason == "not done within 0.2 s of CPU time, or 1.2 s in all"
    session.close()
    assert 0.2 <= session.workers.cpu_seconds["1.1"] < 1


@pytest.mark.parametrize("body", ["time.sleep(1000)", "threading.Event().wait()"])
def test_sleep_ends_by_the_wall_clock(ask: Ask, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "WALL_PER_CPU", 0.1)
    began = time.monotonic()
    assert ask(f"import threading, time\ndef f(): {body}", cpu=4).end is End.TIMEOUT
    assert time.monotonic() - began < 3


def test_what_is_printed_is_cut_and_costs_nothing(open_session: Open) -> None:
    source = "def f():\n    for _ in range(50): print('x' * 10**6)\n    return 1\n"
    session = open_session({"student.py": source}, output_characters=1000)
    began = time.process_time()
    assert session.call(FIRST, (), {}, ()).value == 1
    assert time.process_time() - began < 1
    session.close()
    assert session.workers.output == {"1.1": "x" * 1000}


def test_output_is_kept_for_staff_by_question(open_session: Open) -> None:
    source = r"""
import os, sys
print("imported")
def f():
    print("é \ud800", file=sys.stderr, flush=True)
    os.write(1, b"\xff\n")
def g():
    sys.stdout.buffer.write(b"raw")
"""
    session = open_session({"student.py": source})
    session.call(FIRST, (), {}, ())
    session.call(SECOND, (), {}, ())
    session.close()
    assert sorted(session.workers.output["1.1"].splitlines()) == ["imported", r"é \ud800", "\ufffd"]
    assert sorted(session.workers.output["1.2"].splitlines()) == ["imported", "raw"]


@pytest.mark.parametrize(
    "body",
    [
        "sys.stdout.close()",
        "sys.stdout = None",
        "os.close(1); os.close(2)",
        "sys.stdout = object()",
    ],
)
def test_the_answer_does_not_depend_on_the_output(open_session: Open, body: str) -> None:
    source = f"import os, sys\ndef f(x):\n    if x: {body}\n    return x\n"
    session = open_session({"student.py": source})
    assert [session.call(FIRST, (x,), {}, ()).value for x in (1, 0)] == [1, 0]
    session.close()


@pytest.mark.parametrize("body", ["input()", "__import__('sys').stdin.read(1) or input('? ')"])
def test_nobody_answers_input(ask: Ask, body: str) -> None:
    outcome = ask(f"def f(): return {body}")
    assert outcome.error is not None
    assert outcome.error.name == "EOFError"


def test_after_a_death_the_question_is_over_and_the_next_one_is_not(open_session: Open) -> None:
    session = open_session({"student.py": "import os\ndef f(): os._exit(0)\ndef g(): return 2\n"})
    ends = [session.call(question, (), {}, ()).end for question in (FIRST, FIRST, SECOND, SECOND)]
    assert ends == [End.DIED, End.NOT_REACHED, End.VALUE, End.VALUE]


def test_after_an_error_the_question_goes_on(open_session: Open) -> None:
    session = open_session({"student.py": "def f(x): return 1 // x\n"})
    ends = [session.call(FIRST, (x,), {}, ()).end for x in (0, 1)]
    assert ends == [End.ERROR, End.VALUE]


def test_nothing_is_called_after_the_runs_deadline(open_session: Open) -> None:
    session = open_session({"student.py": "def f(): return 1\n"})
    session.stops.deadline = time.monotonic() - 1
    assert session.call(FIRST, (), {}, ()) == Outcome(End.OUT_OF_TIME, reason=students.calls.RUN_OVER)
    session.close()
    assert session.workers.cpu_seconds == {}


def test_the_runs_deadline_ends_a_call_which_is_not_the_calls_fault(open_session: Open) -> None:
    session = open_session({"student.py": "import time\ndef f(): time.sleep(1000)\n"})
    session.stops.deadline = time.monotonic() + 0.5
    assert session.call(FIRST, (), {}, ()) == Outcome(End.OUT_OF_TIME, reason=students.calls.RUN_OVER)
    assert time.monotonic() < session.stops.deadline + 5
    assert session.call(SECOND, (), {}, ()).end is End.OUT_OF_TIME


def test_a_module_that_cannot_be_imported_is_tried_once(open_session: Open) -> None:
    session = open_session({"student.py": "while True: pass"}, import_cpu_seconds=0.3)
    first, second = (session.call(question, (), {}, ()) for question in (FIRST, SECOND))
    assert first.end is End.IMPORT_ERROR
    assert second == first
    session.close()
    assert list(session.workers.cpu_seconds) == ["1.1"]


def test_a_module_whose_import_ends_its_worker_is_tried_twice(open_session: Open) -> None:
    session = open_session({"student.py": "import os; os._exit(0)"})
    third = Question("1.3", "h", "student", (), ())
    assert [session.call(each, (), {}, ()).end for each in (FIRST, SECOND, third)] == [End.DIED] * 3
    session.close()
    assert list(session.workers.cpu_seconds) == ["1.1", "1.2"]


def test_a_worker_that_is_killed_at_the_import_costs_its_own_question_only(
    open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session({"student.py": "def f(): return 1\ndef g(): return 2\n"})
    load = Worker.load

    def killed(worker: Worker, module: str, limit: Limit) -> Outcome:
        os.kill(worker._process.pid, signal.SIGKILL)
        return load(worker, module, limit)

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "load", killed)
        assert session.call(FIRST, (), {}, ()).end is End.DIED
    assert session.call(SECOND, (), {}, ()).value == 2


def test_a_question_that_sleeps_leaves_time_for_the_others(
    open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "WALL_PER_CPU", 1)
    source = "import time\ndef f(): time.sleep(0.35)\ndef g(): return 2\n"
    session = open_session({"student.py": source}, call_cpu_seconds=0.4)
    outcomes = [session.call(FIRST, (), {}, ()) for _ in range(4)]
    assert [each.end for each in outcomes] == [End.VALUE, End.VALUE, End.OUT_OF_TIME, End.NOT_REACHED]
    assert outcomes[2].reason == students.calls.share_spent(0.8)
    assert session.call(SECOND, (), {}, ()).value == 2
