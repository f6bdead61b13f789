"""A worker whose own code was patched may answer anything. The grader takes it as a death or as wrong."""

import json
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.clock import Limit
from autograder.sandbox.frames import (
    MAGIC,
    MAX_HEADER,
    MAX_PAYLOAD,
    START,
    ProtocolError,
    receive_frame,
    send_frame,
)
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.values import Callback
from autograder.sandbox.worker import MAX_CALLBACK_BYTES, Worker
from autograder.sandbox.zygote import SandboxError, WorkerProcess

Answer = Callable[[socket.socket, str], None]


@contextmanager
def lying(answer: Answer, *, reads: bool = True) -> Iterator[Worker]:
    """Run a worker in a thread: it reads the request and then answers as the test likes."""
    ours, theirs = socket.socketpair()
    output_read, output_write = os.pipe()
    os.set_blocking(output_read, False)

    def lie() -> None:
        with theirs, suppress(OSError):
            nonce = receive_frame(theirs.makefile("rb").read)[0]["nonce"] if reads else ""
            answer(theirs, nonce)

    thread = threading.Thread(target=lie)
    thread.start()
    worker = Worker(WorkerProcess(os.getpid(), ours, output_read), 1000, {"student.py": 700})
    try:
        yield worker
    finally:
        worker.close()
        ours.close()
        os.close(output_read)
        os.close(output_write)
        thread.join(10)
        assert not thread.is_alive()


def call(worker: Worker, *args: Any, wall: float = 30, gradients: tuple[int, ...] = ()) -> Outcome:
    limit = Limit(60, time.monotonic() + wall)
    return worker.call("student", "f", args, {}, limit, gradients)


def ask(answer: Answer, *args: Any, wall: float = 30, gradients: tuple[int, ...] = ()) -> Outcome:
    with lying(answer) as worker:
        return call(worker, *args, wall=wall, gradients=gradients)


def replying(**reply: Any) -> Answer:
    """Answer with one frame that has the right nonce."""
    return lambda connection, nonce: send_frame(connection, {"nonce": nonce, **reply})


def test_an_honest_answer() -> None:
    assert ask(replying(value=[1])) == Outcome(End.VALUE, value=[1])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100,
        START.pack(MAGIC, 2, 0) + b"[]",
        START.pack(MAGIC, 2**32 - 1, 2**63),
        START.pack(MAGIC, 10, MAX_PAYLOAD) + b"{}",
        b"\0" * 1000,
    ],
    ids=["silence", "http", "list", "giant", "half", "zeros"],
)
def test_a_malformed_frame(raw: bytes) -> None:
    assert ask(lambda connection, _nonce: connection.sendall(raw)) == Outcome(End.DIED)


ERROR = {"classes": ["ValueError"], "file": "student.py", "line": 1, "text": ""}


@pytest.mark.parametrize(
    "reply",
    [
        {"nonce": "another", "value": 1},
        {"nonce": None, "value": 1},
        {"value": {"T": ["float32", [9]]}},
        {"value": {"x": 1}},
        {"value": 1, "gradients": []},
        {"value": 1, "gradients": [None, None]},
        {"value": 1, "gradients": 7},
        {"error": None},
        {"error": []},
        {"error": {**ERROR, "line": "1"}},
        {"error": {**ERROR, "line": 10**30}},
        {"error": {**ERROR, "classes": "ValueError"}},
        {"error": {**ERROR, "text": ["secret"]}},
        {"error": {**ERROR, "reason": [[[]]]}},
        {"callback": 0, "args": {"t": []}},
        {"callback": True, "args": {"t": []}},
        {"callback": -1, "args": {"t": []}},
        {"callback": "0", "args": []},
    ],
    ids=str,
)
def test_a_malformed_answer(reply: dict[str, Any]) -> None:
    outcome = ask(replying(**reply), np.zeros(2), gradients=(0,))
    assert outcome == Outcome(End.DIED)


@pytest.mark.parametrize(
    ("error", "classes", "place"),
    [
        (ERROR, ("ValueError",), "student.py, line 1"),
        (
            {**ERROR, "classes": ["secret 7", "object", ["x"], 3, "OSError"]},
            ("OSError",),
            "student.py, line 1",
        ),
        ({**ERROR, "classes": []}, (), "student.py, line 1"),
        ({**ERROR, "file": "secret 7"}, ("ValueError",), ""),
        ({**ERROR, "line": 10**15}, ("ValueError",), "student.py"),
        ({**ERROR, "line": -7}, ("ValueError",), "student.py"),
        ({**ERROR, "line": 700}, ("ValueError",), "student.py, line 700"),
        ({**ERROR, "line": 701}, ("ValueError",), "student.py"),  # the file has 700
    ],
)
def test_an_error_says_what_an_exception_can_say(
    error: dict[str, Any], classes: tuple[str, ...], place: str
) -> None:
    outcome = ask(replying(error=error))
    assert outcome.error is not None
    assert (outcome.error.classes, outcome.error.place) == (classes, place)


def test_bytes_after_the_value() -> None:
    def answer(connection: socket.socket, nonce: str) -> None:
        send_frame(connection, {"nonce": nonce, "value": {"T": ["bool", [1]]}}, [b"\0\0"])

    assert ask(answer) == Outcome(End.DIED)


def test_a_second_answer_does_not_answer_the_next_question() -> None:
    def answer(connection: socket.socket, nonce: str) -> None:
        for value in (1, 2):
            send_frame(connection, {"nonce": nonce, "value": value})
        connection.recv(1 << 16)

    with lying(answer) as worker:
        assert call(worker).value == 1
        assert call(worker) == Outcome(End.DIED)


def test_a_worker_that_never_stops_sending_times_out() -> None:
    def answer(connection: socket.socket, _nonce: str) -> None:
        connection.sendall(START.pack(MAGIC, 2, MAX_PAYLOAD) + b"{}")
        for _ in range(10_000):
            connection.sendall(bytes(1000))
            time.sleep(0.001)

    began = time.monotonic()
    assert ask(answer, wall=0.3) == Outcome(End.TIMEOUT)
    assert time.monotonic() - began < 5


def test_a_worker_that_sends_and_never_reads_times_out() -> None:
    def answer(connection: socket.socket, _nonce: str) -> None:
        connection.sendall(b"x" * 1000)
        done.wait(10)

    done = threading.Event()
    with lying(answer, reads=False) as worker:
        assert call(worker, "x" * 1_000_000, wall=0.3) == Outcome(End.TIMEOUT)
        done.set()


def test_the_size_of_kept_callback_arguments_is_limited() -> None:
    """A hundred of them took 619 MiB, more than a small container has."""
    sent: list[int] = []

    def answer(connection: socket.socket, nonce: str) -> None:
        text = ",".join(str(number) for number in range(100_000, 200_000))
        frame = {"nonce": nonce, "callback": 0, "args": {"t": [json.loads(f"[{text}]")]}}
        with connection.makefile("rb") as reader, suppress(ProtocolError, struct.error):  # its end
            for number in range(50):
                sent.append(number)
                send_frame(connection, frame)
                receive_frame(reader.read)

    outcome = ask(answer, Callback(len, lambda _arguments: True))
    assert outcome.end is End.BAD_CALLBACK
    assert len(outcome.calls) * 700_000 < MAX_CALLBACK_BYTES + 700_000
    assert len(sent) < 6


def test_a_request_that_is_too_large_is_the_graders_error() -> None:
    with lying(replying(value=1), reads=False) as worker, pytest.raises(SandboxError, match="too large"):
        call(worker, "x" * MAX_HEADER)
