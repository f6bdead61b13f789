"""Runs slots side by side, gives each its next submission, and replaces a slot that died."""

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import GraderError
from autograder.messages import instructors
from autograder.regrade.export import Entry
from autograder.regrade.result import Result, State
from autograder.sandbox.level import Level
from autograder.sandbox.zygote import how_ended

TRUSTED, STRICT = "trusted", "strict"
"""Grade without any confinement; refuse to grade below the minimum level."""
PACKAGE_FOLDER = Path(__file__).parents[2]
MAX_DEATHS = 3
"""Slots that a submission may end before it is set aside."""
MAX_STARTS = 3
"""Failures to start in a row after which the machine is to blame."""
WALL_FACTOR, WALL_MARGIN = 4, 300.0
"""A slot that takes longer than the run's own limit by these is ended."""
END_SECONDS = 10
RECEIVE_BYTES = 1 << 20
POLL_SECONDS = 1.0


@dataclass(frozen=True)
class Task:
    """A submission to grade, with the hash of its content."""

    entry: Entry
    content: str


@dataclass(frozen=True)
class Work:
    """What all slots of a run have in common."""

    root: Path
    key_file: Path
    """The key as JSON, with all fingerprints."""
    build: str
    run_wall_seconds: float
    folder: Path
    """For temporary files, so that nothing is left behind by slots that were killed."""
    mode: str = ""
    """`TRUSTED`, `STRICT`, or what the course says."""
    program: tuple[str, ...] = ("-P", "-m", "autograder.regrade.slot")
    """What each slot runs, as arguments of Python."""

    @property
    def max_wall_seconds(self) -> float:
        """How long a slot may take for one submission: the backstop of a backstop."""
        return WALL_FACTOR * self.run_wall_seconds + WALL_MARGIN


@dataclass
class _Slot:
    process: subprocess.Popen[bytes]
    connection: socket.socket
    inbox: bytearray = field(default_factory=bytearray)
    is_ready: bool = False
    task: Task | None = None
    began: float = 0.0
    is_late: bool = False


class Slots:
    """Grades tasks in some processes at a time, for as long as the context lasts.

    Args:
        work: what they have in common.
        n_slots: how many submissions are graded at a time.
    """

    def __init__(self, work: Work, n_slots: int) -> None:
        self._work, self._n_slots = work, n_slots
        self._selector = selectors.DefaultSelector()
        self._slots: list[_Slot] = []
        self._failed_starts = 0
        self.confined: dict[str, object] = {}
        """The confinement that the slots reported."""

    def __enter__(self) -> "Slots":
        return self

    def __exit__(self, *_: object) -> None:
        for slot in self._slots[:]:
            self._end(slot)
        self._selector.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the result of each task as it comes. A task is taken only when a slot is free for it.

        Raises:
            GraderError: slots do not start.
        """
        waiting, again, deaths = iter(tasks), deque[Task](), dict[Entry, int]()
        is_over = False
        while True:
            while not is_over or again:
                slot = self._free()
                if slot is None:
                    break
                task = again.popleft() if again else next(waiting, None)
                if task is None:
                    is_over = True
                    break
                self._send(slot, task)
            if not any(slot.task for slot in self._slots) and is_over and not again:
                return
            for slot, result in self._received():
                if result:
                    yield result
                    continue
                task, ended = slot.task, self._end(slot)
                if task is None:
                    self._failed_start(ended)
                    continue
                deaths[task.entry] = deaths.get(task.entry, 0) + 1
                if slot.is_late:  # once is enough: it has had the time of many
                    problem = instructors.slot_late(self._work.max_wall_seconds)
                elif deaths[task.entry] < MAX_DEATHS:
                    again.append(task)
                    continue
                else:
                    problem = instructors.slots_ended(MAX_DEATHS, ended)
                yield Result(task.entry.name, task.content, self._work.build, State.ERROR, problem=problem)

    def _free(self) -> _Slot | None:
        """Return a slot that waits for work; None if there is none. One is started if there may be more."""
        for slot in self._slots:
            if slot.is_ready and slot.task is None:
                return slot
        if len(self._slots) < self._n_slots:
            self._start()
        return None

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, [str(PACKAGE_FOLDER), os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, *self._work.program]
        with theirs:
            process = subprocess.Popen(
                [*command, str(self._work.root), str(self._work.key_file), self._work.build, self._work.mode],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # One thread for NumPy: idle threads spin, and cost as much as four workers.
                env={
                    **os.environ,
                    "PYTHONPATH": path,
                    "TMPDIR": str(self._work.folder),
                    "OPENBLAS_NUM_THREADS": "1",
                },
            )
        slot = _Slot(process, ours)
        self._slots.append(slot)
        self._selector.register(ours, selectors.EVENT_READ, slot)

    def _send(self, slot: _Slot, task: Task) -> None:
        slot.task, slot.began = task, time.monotonic()
        asked = {
            "name": task.entry.name,
            "place": os.fspath(task.entry.place),
            "inside": task.entry.inside,
            "content": task.content,
        }
        with suppress(OSError):  # it has died: reading finds out
            slot.connection.sendall(json.dumps(asked).encode() + b"\n")

    def _received(self) -> Iterator[tuple[_Slot, Result | None]]:
        """Yield results of slots, and None for each slot that is gone."""
        for key, _ in self._selector.select(POLL_SECONDS):
            slot: _Slot = key.data
            try:
                data = slot.connection.recv(RECEIVE_BYTES)
            except OSError:
                data = b""
            if not data:
                yield slot, None
                continue
            slot.inbox += data
            while (end := slot.inbox.find(b"\n")) >= 0:
                line = bytes(slot.inbox[:end])
                del slot.inbox[: end + 1]
                if slot.is_ready:
                    slot.task = None
                    yield slot, Result.from_json(line)
                else:
                    self._greeted(slot, json.loads(line))
        for slot in self._slots[:]:
            if slot.task and time.monotonic() - slot.began > self._work.max_wall_seconds:
                slot.is_late = True
                slot.process.kill()  # reading finds out

    def _greeted(self, slot: _Slot, said: dict[str, object]) -> None:
        if "problem" in said:
            raise GraderError(str(said["problem"]))
        slot.is_ready, self._failed_starts = True, 0
        self.confined = dict(said["confined"])  # type: ignore[call-overload]
        if self.confined.get("level") == Level.OLD_CONTAINER and self._work.mode != TRUSTED:
            # Without Landlock a worker could read other submissions, where they lie or are opened.
            raise GraderError(instructors.NEEDS_LANDLOCK)

    def _failed_start(self, ended: str) -> None:
        self._failed_starts += 1
        if self._failed_starts >= MAX_STARTS:
            raise GraderError(instructors.slots_do_not_start(ended))

    def _end(self, slot: _Slot) -> str:
        """End a slot with all that it started, and return how it ended."""
        self._slots.remove(slot)
        self._selector.unregister(slot.connection)
        with slot.connection:
            if slot.is_ready and not slot.task:
                with suppress(OSError, subprocess.TimeoutExpired):  # it has died, or does not end by itself
                    slot.connection.shutdown(socket.SHUT_WR)
                    slot.process.wait(END_SECONDS)
        # Now that its socket is closed, it ends itself, whatever it does, and its zygote with it.
        try:
            slot.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            slot.process.kill()
            slot.process.wait()
        return how_ended(slot.process.returncode)
