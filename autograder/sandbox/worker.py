"""The grader's side of one worker: calls a function of the submission and brings back an Outcome.

Time is the worker's CPU time by the kernel's count, with some wall time as a backstop; both are read
here, never asked of the worker.
"""

import os
import secrets
import selectors
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autograder.sandbox.clock import Limit, cpu_time
from autograder.sandbox.codec import Decoder, Encoder
from autograder.sandbox.frames import ProtocolError, receive_frame, send_frame
from autograder.sandbox.level import Confined
from autograder.sandbox.outcome import End, Outcome
from autograder.sandbox.replies import read_outcome
from autograder.sandbox.values import Callback
from autograder.sandbox.zygote import SandboxError, WorkerProcess, Zygote

MAX_CALLBACKS = 2000
MAX_CALLBACK_BYTES = 1 << 21
"""Of all call-backs of one call: their arguments are kept, and take many times their size on the wire."""
POLL_SECONDS = 0.05
RECEIVE_BYTES = 1 << 18


class _Stopped(Exception):  # noqa: N818 - no error of ours
    """The call cannot go on: the outcome says how it ended."""

    def __init__(self, end: End) -> None:
        self.end = end


class Worker:
    """One worker, from its first request to its end.

    Args:
        process: as the zygote has forked it.
        output_limit: how many bytes of what it prints are kept.
        files: the files that were handed in, by path, and how many lines each has; an error comes from a
            line of one of them, or from nowhere.
    """

    def __init__(self, process: WorkerProcess, output_limit: int, files: Mapping[str, int]) -> None:
        self._process = process
        self._files = files
        self._output_left = output_limit
        self._inbox = bytearray()
        self._n_read = 0
        self.confined: Confined | None = None
        self.cpu_seconds = 0.0
        self.output = b""
        """The first bytes that the submission printed, for staff."""
        self._expired: Callable[[], bool] = lambda: False
        self._selector = selectors.DefaultSelector()
        self._selector.register(process.connection, selectors.EVENT_READ)
        self._selector.register(process.output, selectors.EVENT_READ)

    def greet(self, limit: Limit) -> Confined:
        """What the worker says of its confinement, first of all and before any student code.

        Raises:
            SandboxError: it ended, or said something else.
        """
        self._expired = limit.start(self._process.pid)
        try:
            header, _ = receive_frame(self._read)
        except (_Stopped, ProtocolError, OSError) as error:
            self._drain()
            raise SandboxError(
                f"a worker did not start: {self.output.decode(errors='replace')[-300:]}"
            ) from error
        match header:
            case {"confined": dict(missing)}:
                reasons = {str(layer): str(reason) for layer, reason in missing.items()}
                return Confined(reasons, as_root=os.geteuid() == 0)
        raise SandboxError("a worker did not say how it is confined")

    def probe(self, secret: Path, folder: Path, limit: Limit) -> tuple[str, ...]:
        """Attacks made by the worker itself, before any student code; those that succeeded.

        Args:
            secret: a file that the grader can read.
            folder: the staged submission.
        """
        what = {"secret": str(secret), "grader": os.getpid(), "folder": str(folder)}
        outcome = self._request({"probe": what}, Encoder(), limit)
        if outcome.end is not End.VALUE or not isinstance(outcome.value, list):
            self._drain()
            why = self.output.decode(errors="replace").strip().rpartition("\n")[2]
            raise SandboxError(f"the probe did not come to its end: {outcome.end}; {why}")
        return tuple(map(str, outcome.value))

    def load(self, module: str, limit: Limit) -> Outcome:
        """Imports the student's module."""
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
        """Calls a function; `gradients` are the places, among all tensors passed, to differentiate by."""
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
        """Lets go of the worker's ends; the zygote kills it."""
        self._drain()
        self._selector.close()

    def _request(self, header: dict[str, Any], encoder: Encoder, limit: Limit) -> Outcome:
        nonce = secrets.token_hex(8)
        calls: list[Any] = []
        asked = len(header.get("gradients", []))
        self._expired = limit.start(self._process.pid)
        self._n_read = 0
        try:
            try:
                send_frame(self, {**header, "nonce": nonce}, encoder.buffers)
            except ProtocolError as error:  # what a test of ours asks is no fault of the submission's
                raise SandboxError(f"a request that a worker would not take: {error}") from error
            while True:
                reply, payload = receive_frame(self._read)
                if reply.get("nonce") != nonce:
                    raise ProtocolError("an answer to no question")
                decoder = Decoder(payload)
                if "callback" not in reply:
                    outcome = read_outcome(reply, decoder, tuple(calls), self._files)
                    decoder.finish()
                    if outcome.gradients is not None and len(outcome.gradients) != asked:
                        raise ProtocolError("gradients that were not asked for")
                    return outcome
                self._callback(reply, decoder, encoder.callbacks, calls)
        except _Stopped as stopped:
            return Outcome(stopped.end, calls=tuple(calls))
        except (ProtocolError, OSError):
            return Outcome(End.DIED, calls=tuple(calls))

    def _callback(
        self, reply: dict[str, Any], decoder: Decoder, callbacks: list[Callback], calls: list[Any]
    ) -> None:
        args = decoder.value(reply.get("args"))
        decoder.finish()
        number = reply["callback"]
        if type(number) is not int or not 0 <= number < len(callbacks) or not isinstance(args, tuple):
            raise ProtocolError("a call to no function argument")
        calls.append(args)
        too_much = len(calls) > MAX_CALLBACKS or self._n_read > MAX_CALLBACK_BYTES
        if too_much or not callbacks[number].accepts(args):
            raise _Stopped(End.BAD_CALLBACK)
        answer = Encoder()
        send_frame(self, {"value": answer.node(callbacks[number].function(*args))}, answer.buffers)

    def sendall(self, data: bytes, /) -> None:
        """Sends, while the worker may be printing."""
        view = memoryview(data)
        self._process.connection.setblocking(False)
        while view:
            try:
                view = view[self._process.connection.send(view) :]
            except BlockingIOError:
                self._wait(selectors.EVENT_WRITE)

    def _read(self, n_bytes: int) -> bytes:
        """Exactly so many bytes. What comes with them is kept: most frames take one call to the kernel."""
        while len(self._inbox) < n_bytes:
            self._wait(selectors.EVENT_READ)
            try:
                piece = self._process.connection.recv(RECEIVE_BYTES)
            except BlockingIOError:
                continue
            if not piece:
                raise _Stopped(
                    End.TIMEOUT if self._expired() and cpu_time(self._process.pid) < 1e9 else End.DIED
                )
            self._inbox += piece
        self._n_read += n_bytes
        data = bytes(memoryview(self._inbox)[:n_bytes])
        del self._inbox[:n_bytes]
        return data

    def _wait(self, events: int) -> None:
        """Waits until the connection is ready; drains what is printed; stops when the time is up."""
        self._selector.modify(self._process.connection, events)
        while True:
            ready = [key.fileobj for key, _ in self._selector.select(POLL_SECONDS)]
            if self._process.output in ready:
                self._drain()
            # First: a worker that never stops sending is no reason to listen for longer.
            if self._expired():
                raise _Stopped(End.TIMEOUT)
            if self._process.connection in ready:
                return

    def _drain(self) -> None:
        """Takes what was printed, keeps the first of it, and never lets the pipe fill up."""
        try:
            data = os.read(self._process.output, 1 << 20)
        except (BlockingIOError, OSError):
            return
        if not data and self._process.output in self._selector.get_map():
            self._selector.unregister(self._process.output)
        kept = data[: self._output_left]
        self._output_left -= len(kept)
        self.output += kept


@contextmanager
def open_worker(
    zygote: Zygote,
    stage: Path,
    limit: Limit,
    *,
    output_limit: int = 10_000,
    files: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Worker]:
    """Fork a worker, wait for its greeting, and end it afterwards."""
    process = zygote.fork(stage)
    worker = Worker(process, output_limit, files)
    try:
        worker.confined = worker.greet(limit)
        yield worker
    finally:
        worker.close()
        worker.cpu_seconds = zygote.end(process)
