"""A worker is confined when its context begins and gone when it ends, and a failed start has a reason."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import forked
import pytest

from autograder.sandbox.clock import Limit
from autograder.sandbox.frames import send_frame
from autograder.sandbox.worker import open_worker
from autograder.sandbox.zygote import SandboxError, WorkerEnd, WorkerProcess, Zygote

LIMIT = Limit(10)


class OneWorker:
    """Stands in for a zygote whose one worker runs `work` with its end of the connection."""

    def __init__(self, work: Callable[[socket.socket], object]) -> None:
        self._work = work

    def fork(self, _folder: Path) -> WorkerProcess:
        ours, theirs = socket.socketpair()
        readable, writable = os.pipe()
        with theirs:
            pid = forked.start(lambda: self._work(theirs), report=writable)
        os.close(writable)
        os.set_blocking(readable, False)
        return WorkerProcess(pid, ours, readable)

    def end(self, worker: WorkerProcess) -> WorkerEnd:
        worker.connection.close()
        os.close(worker.output)
        os.kill(worker.pid, signal.SIGKILL)
        return WorkerEnd(os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1]), 0.0)


def fail(_connection: socket.socket) -> None:
    raise FileNotFoundError(2, "No such file or directory", "/gone")


def crash(_connection: socket.socket) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def garbage(connection: socket.socket) -> None:
    connection.sendall(b"x" * 16)
    connection.recv(1)


def greet(header: dict[str, Any]) -> Callable[[socket.socket], None]:
    def work(connection: socket.socket) -> None:
        send_frame(connection, header)
        connection.recv(1)

    return work


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (fail, "FileNotFoundError: [Errno 2] No such file or directory: '/gone'"),
        (crash, "ended by SIGTERM"),
        (lambda _connection: os._exit(7), "exit status 7"),
        (garbage, "its greeting is malformed: "),
        (greet({"confined": True}), "its greeting does not say how it is confined"),
        (lambda connection: connection.recv(1), "not within 0.02 s of CPU time, or 0.12 s in all"),
    ],
    ids=["raises", "crashes", "exits", "garbage", "unknown", "hangs"],
)
def test_a_failed_start_has_a_reason(
    work: Callable[[socket.socket], object], reason: str, tmp_path: Path
) -> None:
    zygote = cast("Zygote", OneWorker(work))
    limit = Limit(0.02) if reason.startswith("not within") else LIMIT
    with pytest.raises(SandboxError) as caught, open_worker(zygote, tmp_path, limit):
        pytest.fail("it has started")
    said = str(caught.value)
    assert said.startswith(f"a worker did not start: {reason}")


def test_the_zygotes_own_workers_say_why(zygote: Zygote, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(SandboxError) as caught, open_worker(zygote, gone, LIMIT):
        pytest.fail("it has started")
    assert str(caught.value).endswith(f"FileNotFoundError: [Errno 2] No such file or directory: '{gone}'")


def test_a_worker_is_confined_at_first_and_has_ended_at_last(zygote: Zygote, tmp_path: Path) -> None:
    (tmp_path / "student.py").write_text("print('loaded')\n", encoding="utf-8")
    tmp_path.chmod(0o755)
    with open_worker(zygote, tmp_path, LIMIT, output_limit=4) as worker:
        assert worker.confined.missing.keys() >= {"seccomp", "landlock"}
        worker.load("student", LIMIT)
        assert worker.cpu_seconds == 0
    assert worker.output == b"load"
    assert worker.cpu_seconds > 0


def test_it_is_ended_whatever_the_caller_raises(zygote: Zygote, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_worker(zygote, tmp_path, LIMIT) as worker:
        raise ZeroDivisionError
    assert worker.cpu_seconds > 0
