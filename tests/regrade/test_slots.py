"""Slots: one bad submission costs its own limit and no one else's."""

import json
import os
import socket
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.regrade.export import Entry
from autograder.regrade.result import State
from autograder.regrade.slot import own_socket
from autograder.regrade.slots import MAX_DEATHS, TRUSTED, WALL_MARGIN, Slots, Task, Work

SLOT = """
import json, os, socket, sys, time
connection = socket.socket(fileno=os.dup(0))
connection.sendall({first!r} + b"\\n")
for line in connection.makefile("rb"):
    asked = json.loads(line)
    with open({log!r}, "a") as log:
        log.write(asked["name"] + "\\n")
    {body}
    result = {{"name": asked["name"], "content": asked["content"], "build": "b", "state": "graded"}}
    connection.sendall(json.dumps(result | {{"score": 1.0, "max_score": 1.0}}).encode() + b"\\n")
"""
READY = b'{"confined": {"level": "3"}}'
Make = Callable[..., Slots]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make_slots(
        body: str = "pass", first: bytes = READY, n_slots: int = 2, wall: float = 60.0, mode: str = ""
    ) -> Slots:
        script = tmp_path / "slot.py"
        log = str(tmp_path / "log")
        script.write_text(textwrap.dedent(SLOT.format(body=body, first=first, log=log)))
        work = Work(tmp_path, tmp_path, "b", wall, tmp_path, mode, program=(str(script),))
        return Slots(work, n_slots)

    return make_slots


def tasks(count: int) -> list[Task]:
    return [Task(Entry(f"s{number}", Path("/x")), "c") for number in range(count)]


def test_each_task_has_one_result(make: Make, tmp_path: Path) -> None:
    with make() as slots:
        found = [result.name for result in slots.run(tasks(25))]
    assert sorted(found) == sorted(task.entry.name for task in tasks(25))
    assert sorted((tmp_path / "log").read_text().split()) == sorted(found)
    assert slots.confined == {"level": "3"}
    with make() as slots:
        assert list(slots.run([])) == []


def test_a_poisoned_submission_is_set_aside_and_the_others_are_graded(make: Make, tmp_path: Path) -> None:
    with make("if asked['name'] in ('s3', 's7'): os.kill(os.getpid(), 9)") as slots:
        found = {result.name: result for result in slots.run(tasks(12))}
    assert {name for name, result in found.items() if result.state is State.ERROR} == {"s3", "s7"}
    assert found["s3"].score is None
    assert "3 times, last by ended by SIGKILL" in found["s3"].problem
    assert len(found) == 12
    log = (tmp_path / "log").read_text().split()
    assert log.count("s3") == log.count("s7") == MAX_DEATHS
    assert len(log) == 10 + 2 * MAX_DEATHS


def test_a_slot_that_dies_once_costs_nothing(make: Make, tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    body = f"if asked['name'] == 's2' and not os.path.exists({mark!r}): open({mark!r}, 'w'); os._exit(1)"
    with make(body) as slots:
        found = list(slots.run(tasks(6)))
    assert [result.state for result in found] == [State.GRADED] * 6


def test_a_slot_that_is_far_too_late_is_ended_once(make: Make, tmp_path: Path) -> None:
    wall = (0.4 - WALL_MARGIN) / 4  # a slot has 0.4 s in all
    with make("if asked['name'] == 's2': time.sleep(600)", wall=wall) as slots:
        found = {result.name: result for result in slots.run(tasks(5))}
    assert found.pop("s2").problem.startswith("grading it took more than 0 s, far more than")
    assert [result.state for result in found.values()] == [State.GRADED] * 4
    assert (tmp_path / "log").read_text().split().count("s2") == 1


def test_a_slot_leaves_its_socket_to_no_process_that_it_starts() -> None:
    """A process that held it could write results of other submissions."""
    ours, theirs = socket.socketpair()
    standard_input = os.dup(0)
    try:
        os.dup2(theirs.fileno(), 0)
        connection = own_socket()
        assert Path("/proc/self/fd/0").resolve() == Path(os.devnull)
    finally:
        os.dup2(standard_input, 0)
        os.close(standard_input)
    with ours, theirs, connection:
        assert not connection.get_inheritable()
        connection.sendall(b"ready")
        assert ours.recv(5) == b"ready"


def test_slots_that_do_not_start_end_the_run(make: Make) -> None:
    said = json.dumps({"problem": "no torch here"}).encode()
    with pytest.raises(GraderError, match="no torch here"), make(first=said) as slots:
        list(slots.run(tasks(3)))
    old = json.dumps({"confined": {"level": "2-"}}).encode()
    for n_slots in (1, 2):  # one submission could read another, where it lies
        with (
            pytest.raises(GraderError, match="could read other submissions"),
            make(first=old, n_slots=n_slots) as slots,
        ):
            list(slots.run(tasks(3)))
    with make(first=old, mode=TRUSTED) as slots:
        assert len(list(slots.run(tasks(3)))) == 3
    with pytest.raises(GraderError, match="does not start: exit status 1"), make("syntax error") as slots:
        list(slots.run(tasks(3)))
