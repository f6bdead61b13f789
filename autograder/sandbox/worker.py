"""The grader's side of one worker: call a function of the submission and return an Outcome.

The time limit is the worker's CPU time as the kernel counts it, with wall-clock time as a backstop. The
grader reads both; the worker is never asked.
"""

import os
import secrets
import selectors
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.messages import students
from autograder.sandbox.clock import Clock, Limit, cpu_time, wall_seconds
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError, receive_frame, send_frame
from autograder.sandbox.level import Confined
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.replies import read_outcome
from autograder.sandbox.values import Callback
from autograder.sandbox.zygote import SandboxError, WorkerProcess, Zygote, how_ended
from autograder.text import printable

MAX_CALLBACKS = 2000
MAX_CALLBACK_BYTES = 1 << 21
"""Of all callbacks of one call: their arguments are kept, and take several times their wire size."""
DEFAULT_OUTPUT_LIMIT = 10_000
MAX_REASON = 300
"""Characters of the reason why a worker did not start."""
POLL_SECONDS = 0.05
RECEIVE_BYTES = 1 << 18


@contextmanager
def open_worker(
    zygote: Zygote,
    stage: Path,
    limit: Limit,
    *,
    output_limit: int = DEFAULT_OUTPUT_LIMIT,
    files: Mapping[str, int] | None = None,
) -> Iterator["Worker"]:
    """Fork a worker for as long as the context lasts, and end it with all processes that it started.

    The worker is confined (`worker.confined`) when the context begins. `worker.cpu_seconds` and the whole of
    `worker.output` are known when it has ended.

    Args:
        zygote: the process that forks the worker.
        stage: the staged submission.
        limit: the time limit of the worker's start.
        output_limit: how many bytes of its output are kept.
        files: the submitted files by their paths, each with its number of lines. An error's place is one of
            these lines, or unknown.

    Raises:
        SandboxError: the worker did not start. The text says why.
    """
    process = zygote.fork(stage)
    worker = Worker(process, output_limit, files or {})
    failure = ""
    try:
        failure = worker.greet(limit)
        if not failure:
            yield worker
    finally:
        worker.close()
        end = zygote.end(process)
        worker.cpu_seconds = end.cpu_seconds
    if failure:
        said = printable(worker.last_line())[-MAX_REASON:]
        # Where the worker has said why, SIGKILL is the one that ended what was left of it.
        crashed = end.status < 0 and end.status != -signal.SIGKILL
        ended = how_ended(end.status) if failure == End.DIED and (crashed or not said) else ""
        reasons = [failure if failure != End.DIED else "", said, ended]
        raise SandboxError(f"a worker did not start: {'; '.join(filter(None, reasons))}")


class _Stopped(Exception):  # noqa: N818 - not an error
    """The call cannot go on; `end` says why."""

    def __init__(self, end: End) -> None:
        self.end = end


class Worker:
    """One worker, from its first request to its last. `open_worker` makes it.

    Args:
        process: the process that the zygote has forked.
        output_limit: how many bytes of its output are kept.
        files: see `open_worker`.
    """

    confined: Confined
    """The layers that hold, as the worker reported them before any student code ran."""

    def __init__(self, process: WorkerProcess, output_limit: int, files: Mapping[str, int]) -> None:
        self._process = process
        self._files = files
        self._output_left = output_limit
        self._inbox = bytearray()
        self._n_read = 0
        self.output = b""
        """The first bytes that the submission printed, for staff."""
        self.cpu_seconds = 0.0
        """The CPU time of the whole process, known when it has ended."""
        self.clock = Clock(Limit(float("inf")), process.pid)
        """The time of the current request, or of the last one."""
        self.waited_seconds = 0.0
        """How long the worker waited for a processor, in all requests that have ended."""
        self._selector = selectors.DefaultSelector()
        self._selector.register(process.connection, selectors.EVENT_READ)
        self._selector.register(process.output, selectors.EVENT_READ)

    def greet(self, limit: Limit) -> str:
        """Receive the first frame, in which the worker reports its confinement, and set `confined`.

        Returns:
            "" or why the worker cannot be used: `End.DIED` if it ended without a greeting.
        """
        self.clock = limit.start(self._process.pid)
        try:
            header, _ = receive_frame(self._read)
        except _Stopped as stopped:
            allowed = students.calls.time_allowed(limit.cpu_seconds, wall_seconds(limit.cpu_seconds))
            return stopped.end if stopped.end is End.DIED else f"not within {allowed}"
        except OSError as error:
            return error.strerror or type(error).__name__
        except ProtocolError as error:
            return f"its greeting is malformed: {error}"
        match header:
            case {"confined": dict(missing)}:
                reasons = {str(layer): str(reason) for layer, reason in missing.items()}
                self.confined = Confined(reasons, as_root=os.geteuid() == 0)
                return ""
        return "its greeting does not say how it is confined"

    def probe(self, secret: Path, folder: Path, limit: Limit) -> tuple[str, ...]:
        """Let the worker itself attack, before any student code, and return the attacks that succeeded.

        Args:
            secret: a file that the grader can read.
            folder: the staged submission.
            limit: the time limit of all attacks together.

        Raises:
            SandboxError: the probe did not finish.
        """
        what = {"secret": str(secret), "grader": os.getpid(), "folder": str(folder)}
        outcome = self._request({"probe": what}, Encoder(), limit)
        if outcome.end is not End.VALUE or not isinstance(outcome.value, list):
            self._drain()
            raise SandboxError(f"the probe did not finish: {outcome.end}; {printable(self.last_line())}")
        return tuple(map(str, outcome.value))

    def load(self, module: str, limit: Limit) -> Outcome:
        """Import the student's module."""
        return self._request({"load": module}, Encoder(), limit)

    def call(
        self,
        module: str,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        limit: Limit,
        gradients: tuple[int, ...] = (),
    ) -> Outcome:
        """Call a function. `gradients` are the indices, among all tensors passed, to differentiate by."""
        encoder = Encoder()
        header = {
            "module": module,
            "function": function,
            "args": encoder.node(args),
            "kwargs": encoder.node(kwargs),
            "gradients": list(gradients),
        }
        return self._request(header, encoder, limit)

    def close(self) -> None:
        """Read the rest of the output. The zygote then ends the process."""
        self._drain()
        self._selector.close()

    def last_line(self) -> str:
        """Return the last line of the output: of a traceback, the exception."""
        return self.output.decode(errors="replace").strip().rpartition("\n")[2]

    def _request(self, header: dict[str, Any], encoder: Encoder, limit: Limit) -> Outcome:
        nonce = secrets.token_hex(8)
        calls: list[Any] = []
        asked = len(header.get("gradients", []))
        self.clock = limit.start(self._process.pid)
        self._n_read = 0
        try:
            try:
                send_frame(self, {**header, "nonce": nonce}, encoder.buffers)
            except ProtocolError as error:  # a hidden test's mistake, not the submission's
                raise SandboxError(f"a request is over the wire's limits: {error}") from error
            while True:
                reply, payload = receive_frame(self._read)
                if reply.get("nonce") != nonce:
                    raise ProtocolError("unexpected nonce")
                decoder = Decoder(payload)
                if "callback" not in reply:
                    outcome = read_outcome(reply, decoder, tuple(calls), self._files)
                    decoder.finish()
                    if outcome.gradients is not None and len(outcome.gradients) != asked:
                        raise ProtocolError("unexpected gradients")
                    return outcome
                self._callback(reply, decoder, encoder.callbacks, calls)
        except _Stopped as stopped:
            return Outcome(stopped.end, calls=tuple(calls))
        except (ProtocolError, OSError):
            return Outcome(End.DIED, calls=tuple(calls))
        finally:
            self.waited_seconds += self.clock.waited

    def _callback(
        self, reply: dict[str, Any], decoder: Decoder, callbacks: list[Callback], calls: list[Any]
    ) -> None:
        args = decoder.value(reply.get("args"))
        decoder.finish()
        number = reply["callback"]
        if type(number) is not int or not 0 <= number < len(callbacks) or not isinstance(args, tuple):
            raise ProtocolError("a malformed callback")
        calls.append(args)
        too_much = len(calls) > MAX_CALLBACKS or self._n_read > MAX_CALLBACK_BYTES
        if too_much or not callbacks[number].accepts(args):
            raise _Stopped(End.BAD_CALLBACK)
        answer = Encoder()
        send_frame(self, {"value": answer.node(callbacks[number].function(*args))}, answer.buffers)

    def sendall(self, data: bytes, /) -> None:
        """Send, and read the worker's output meanwhile."""
        view = memoryview(data)
        self._process.connection.setblocking(False)
        while view:
            try:
                view = view[self._process.connection.send(view) :]
            except BlockingIOError:
                self._wait(selectors.EVENT_WRITE)

    def _read(self, n_bytes: int) -> bytes:
        """Return exactly `n_bytes` bytes. Further bytes are kept, so most frames take one kernel call."""
        while len(self._inbox) < n_bytes:
            self._wait(selectors.EVENT_READ)
            try:
                piece = self._process.connection.recv(RECEIVE_BYTES)
            except BlockingIOError:
                continue
            if not piece:
                raise _Stopped(
                    End.TIMEOUT if self.clock.is_over() and cpu_time(self._process.pid) < 1e9 else End.DIED
                )
            self._inbox += piece
        self._n_read += n_bytes
        data = bytes(memoryview(self._inbox)[:n_bytes])
        del self._inbox[:n_bytes]
        return data

    def _wait(self, events: int) -> None:
        """Wait until the connection is ready or the limit has passed, and read the worker's output."""
        self._selector.modify(self._process.connection, events)
        while True:
            ready = [key.fileobj for key, _ in self._selector.select(POLL_SECONDS)]
            if self._process.output in ready:
                self._drain()
            # Before the connection: a worker that never stops sending must not extend its limit.
            if self.clock.is_over():
                raise _Stopped(End.TIMEOUT)
            if self._process.connection in ready:
                return

    def _drain(self) -> None:
        """Read the worker's output, so that the pipe never fills up, and keep the first bytes."""
        try:
            data = os.read(self._process.output, 1 << 20)
        except (BlockingIOError, OSError):
            return
        if not data and self._process.output in self._selector.get_map():
            self._selector.unregister(self._process.output)
        kept = data[: self._output_left]
        self._output_left -= len(kept)
        self.output += kept
