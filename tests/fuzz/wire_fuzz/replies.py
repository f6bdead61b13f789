"""Play a stream to the grader's side of a worker, over a real socket: whole, dripping, late or never."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np

from autograder.grading.assertions import how_ended
from autograder.grading.describe import describe_outcome
from autograder.grading.fingerprints import signature
from autograder.sandbox.clock import Limit
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.replies import EXCEPTIONS
from autograder.sandbox.values import Callback
from autograder.sandbox.worker import MAX_CALLBACKS, Worker
from autograder.sandbox.zygote import SandboxError, WorkerProcess
from wire_fuzz.check import Violation, use
from wire_fuzz.frames import NONCE, Stream, frame, reply
from wire_fuzz.mutations import as_text

FILES = {"student.py": 100}
FITS = 100_000
"""Bytes that a socket keeps until they are read: so nobody has to write while the grader reads."""
CALLBACK = Callback(lambda value: [value] if type(value) is int else None, lambda args: len(args) == 1)


class _Dripping:
    """A socket that gives few bytes at a time."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        self._connection = connection
        self._most = most

    def recv(self, n_bytes: int) -> bytes:
        return self._connection.recv(min(n_bytes, self._most))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextmanager
def _worker(stream: Stream, rng: Random) -> Iterator[Worker]:
    ours, theirs = socket.socketpair()
    output_read, output_write = os.pipe()
    os.set_blocking(output_read, False)
    # The frames before and after may be right, so that a call gets as far as possible.
    before, after = (b"".join(honest(rng) for _ in range(rng.choice((0, 0, 1, 2)))) for _ in range(2))
    theirs.sendall((before + stream.data + after)[:FITS])
    ending = rng.random()
    if ending < 0.9:
        theirs.shutdown(socket.SHUT_WR)  # it ends; else it says nothing more
    elif ending < 0.95:
        theirs.close()  # it does not even listen
    if rng.random() < 0.2:
        os.write(output_write, rng.randbytes(5000))
    connection: Any = _Dripping(ours, rng.choice((1, 2, 15, 17, 100))) if rng.random() < 0.3 else ours
    worker = Worker(WorkerProcess(os.getpid(), connection, output_read), 1000, FILES)
    try:
        yield worker
    finally:
        worker.close()
        for each in (ours, theirs):
            each.close()
        os.close(output_read)
        os.close(output_write)


def honest(rng: Random) -> bytes:
    """A frame that a worker of ours could send."""
    header, buffers = reply(rng)
    return frame(as_text(header), b"".join(buffers))


def outcomes_of(stream: Stream, calls: int = 2) -> list[Outcome]:
    """Return the grader's outcomes for a stream, read as the answers to several calls.

    Raises:
        Violation: it raised an error, or an outcome holds something that is not allowed.
    """
    rng = Random(f"reply {stream.number}")
    found = []
    with _worker(stream, rng) as worker, patch.object(secrets, "token_hex", return_value=NONCE):
        for _ in range(calls):
            limit = Limit(60, time.monotonic() + 0.02)
            try:
                args = (CALLBACK, np.zeros(2, np.float32))
                found.append(worker.call("student", "f", args, {}, limit, rng.choice(((), (0,)))))
            except SandboxError:  # the grader's error, and said to be
                break
            except BaseException as error:
                raise Violation(f"a call raised {error!r:.300}") from error
    for outcome in found:
        check(outcome)
    return found


def check(outcome: Outcome) -> None:
    """Check that an outcome holds only allowed values, and that they can be used.

    Raises:
        Violation: there is more in it.
    """
    for value in (outcome.value, *(outcome.gradients or ()), *outcome.calls):
        use(value)
    error = outcome.error
    if len(outcome.calls) > MAX_CALLBACKS + 1 or (outcome.end is End.ERROR) != (error is not None):
        raise Violation(f"the outcome {outcome!r:.300}")
    if error and not (set(error.classes) <= EXCEPTIONS and error.file in {"", *FILES}):
        raise Violation(f"the error {error!r:.300}")
    if not (
        how_ended(outcome)[1].isprintable() and describe_outcome(outcome).isprintable() and signature(outcome)
    ):
        raise Violation(f"the words for {outcome!r:.300}")
