"""Time that a worker waits for a processor is distinguished from time that it sleeps."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.sandbox import clock, waiting
from autograder.sandbox.clock import Clock, Limit
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback
from autograder.sandbox.waiting import Waiting, is_runnable, run_delays

Ask = Callable[..., Outcome]
SPIN = "while True: pass"


@pytest.fixture
def start() -> Iterator[Callable[[str], int]]:
    """Start a Python process on one processor, which this test's processes share; gives its id."""
    started = []
    shared = min(os.sched_getaffinity(0))

    def start_it(code: str) -> int:
        process = subprocess.Popen([sys.executable, "-c", code])
        os.sched_setaffinity(process.pid, {shared})
        started.append(process)
        return process.pid

    yield start_it
    for process in started:
        process.kill()
        process.wait()


def watched(pid: int, seconds: float) -> Waiting:
    found = Waiting(pid)
    for _ in range(10):
        time.sleep(seconds / 10)
        found.sample()
    return found


def test_a_process_that_shares_a_processor_waits_and_one_that_sleeps_does_not(
    start: Callable[[str], int],
) -> None:
    spinning, _, sleeping = start(SPIN), start(SPIN), start("import time; time.sleep(60)")
    time.sleep(0.5)  # until all of them have begun
    waits, sleeps = watched(spinning, 1.0), watched(sleeping, 1.0)
    assert 0.2 < waits.seconds < 1.5
    assert sleeps.seconds < 0.2
    assert waits.is_known
    assert sleeps.is_known
    assert is_runnable(spinning)
    assert not is_runnable(sleeping)


def test_many_threads_never_wait_longer_than_the_time_that_passed(start: Callable[[str], int]) -> None:
    threads = f"import threading\nfor _ in range(8): threading.Thread(target=lambda: exec('{SPIN}')).start()"
    pid = start(threads)
    time.sleep(0.5)
    began = time.monotonic()
    assert watched(pid, 0.5).seconds <= time.monotonic() - began


def test_without_the_kernels_word_nothing_counts_as_waiting() -> None:
    gone = Waiting(2**22 + 1)  # no process has this id
    assert not gone.is_known
    assert gone.sample() == 0.0
    assert run_delays(2**22 + 1) is None
    assert not is_runnable(2**22 + 1)


def test_the_quota_of_a_control_group_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in (
        ("two", "usage_usec 5\nthrottled_usec 1500000\n"),
        ("one", "throttled_time 500000000\n"),
    ):
        (tmp_path / name).write_text(text, encoding="ascii")
    monkeypatch.setattr(waiting, "_stat_files", lambda: (tmp_path / "two", tmp_path / "one"))
    assert waiting.throttled_seconds() == pytest.approx(2.0)


def test_a_limit_does_not_count_the_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(clock, "cpu_time", lambda _pid: 0.0)
    monkeypatch.setattr(clock, "is_runnable", lambda _pid: False)

    class Half:
        """Half of the time was spent waiting."""

        is_known = True

        def __init__(self, *_pids: int) -> None:
            self.began = now[0]

        def sample(self) -> float:
            return (now[0] - self.began) / 2

    monkeypatch.setattr(clock, "Waiting", Half)
    running = Clock(Limit(1.0), 1)  # six seconds on the wall
    for second in (0.1, 6, 11):
        now[0] = 100.0 + second
        assert not running.is_over()
    now[0] = 100.0 + 12.5
    assert running.is_over()
    assert running.own_seconds == pytest.approx(6.3, abs=0.2)


def test_code_that_could_run_is_held_to_its_cpu_time_only(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(clock, "cpu_time", lambda _pid: 0.0)
    running = Clock(Limit(1.0), os.getpid())  # this process runs while it asks
    now[0] = 100.0
    assert not running.is_over()


@pytest.mark.slow
@pytest.mark.parametrize("body", ["time.sleep(60)", "threading.Event().wait()"])
def test_a_submission_that_sleeps_still_ends_in_its_time(ask: Ask, body: str) -> None:
    began = time.monotonic()
    assert ask(f"import threading, time\ndef f(): {body}", cpu=0.3).end is End.TIMEOUT
    assert time.monotonic() - began < 20


def test_threads_get_the_replies_to_their_own_callbacks(ask: Ask) -> None:
    source = """
from concurrent.futures import ThreadPoolExecutor
def f(g):
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(g, range(200)))
"""
    double = Callback(lambda x: 2 * x, lambda args: len(args) == 1 and isinstance(args[0], int))
    for _ in range(3):
        assert ask(source, double).value == [2 * x for x in range(200)]
