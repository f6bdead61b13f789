"""Supervise the processes that grade: read their reports, and replace one that an attack ends."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.audit.attacks import traces
from autograder.audit.attacks.examine import Finding
from autograder.audit.attacks.read import Attack, AttackError
from autograder.errors import GraderError


class Nursery:
    """The grading processes of one run: their orphans become ours, and are ended here.

    Threads may share it: a grading process that still works is not taken for another one's orphan.
    """

    def __init__(self) -> None:
        self._before = set(traces.descendants(os.getpid()))
        self._working: set[int] = set()
        self._closed = False
        self._lock = threading.Lock()

    def start(self, command: Sequence[str], **how: Any) -> "subprocess.Popen[bytes]":
        """Start a grading process.

        Raises:
            GraderError: the run is being ended.
        """
        with self._lock:
            if self._closed:
                raise GraderError("attacks are not graded any more: the run is being ended")
            process = subprocess.Popen(command, **how)
            self._working.add(process.pid)
            return process

    def ended(self, pid: int) -> None:
        """End the processes that a grading process left."""
        with self._lock:
            self._working.discard(pid)
            left = set(traces.descendants(os.getpid())) - self._before
            kept = {each for each in left if each.pid in self._working}
            for working in self._working:
                kept.update(traces.descendants(working))
            traces.end_processes(left - kept)

    def close(self) -> None:
        """End all grading processes, so that whoever waits for their reports goes on."""
        with self._lock:
            self._closed = True
            for pid in self._working:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)


class GradingProcess:
    """The process that grades the attacks of a job, for as long as the context lasts.

    Args:
        job: what `inside.py` asks for.
        path: where to write the job; the process removes it, since it holds the canaries.
        limit: seconds; when no word has come for so long, an attack has stopped it.
    """

    def __init__(self, job: Mapping[str, Any], path: Path, limit: float, nursery: Nursery) -> None:
        self._nursery, self._limit = nursery, limit
        self._events, writable = os.pipe()
        path.write_text(json.dumps({**job, "events": writable}), encoding="utf-8")
        path.chmod(0o600)
        tokens = job["canaries"]
        command = [sys.executable, "-B", "-m", "autograder.audit.attacks.inside", str(path)]
        self._process = nursery.start(
            [*command, tokens["command line"]],
            env={**os.environ, "AUTOGRADER_SECRET": tokens["environment"]},
            pass_fds=(writable,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        os.close(writable)
        self.shared = ""
        """Why it has no file system of its own; nothing when it has."""
        self.late: list[str] = []
        """What was wrong after all attacks."""

    def findings(self, attacks: Mapping[str, Attack]) -> Iterator[tuple[str, Finding]]:
        """Yield the finding of each attack, by its folder; stop early after one that ended the process.

        Raises:
            AttackError: an attack could not be laid out.
            GraderError: the process failed, and no attack was being graded.
        """
        current, began = "", time.monotonic()
        for event in self._read():
            match event:
                case {"wrong": reason}:
                    raise AttackError(reason)
                case {"failed": reason}:
                    raise GraderError(f"attacks could not be graded: {reason}")
                case {"shared": reason}:
                    self.shared = reason
                case {"begins": folder}:
                    current, began = folder, time.monotonic()
                case {"done": finding}:
                    yield current, Finding(**finding)
                    current = ""
                case {"ends": complaints}:
                    self.late = complaints
                    return
        words = self._end()
        if not current:
            raise GraderError(f"the process that grades attacks ended: {words}")
        yield current, _died(attacks[current], words, time.monotonic() - began)

    def __enter__(self) -> "GradingProcess":
        return self

    def __exit__(self, *_details: object) -> None:
        self._end()
        os.close(self._events)
        self._nursery.ended(self._process.pid)

    def _read(self) -> Iterator[dict[str, Any]]:
        """Yield events as they come, until there are no more or none has come for too long."""
        held = b""
        while select.select([self._events], [], [], self._limit)[0]:
            data = os.read(self._events, 1 << 16)
            if not data:
                return
            *lines, held = (held + data).split(b"\n")
            for line in lines:
                yield json.loads(line)

    def _end(self) -> str:
        """End the process; return its last words, or how it ended."""
        if self._process.stderr is None or self._process.stderr.closed:
            return ""
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.set_blocking(self._process.stderr.fileno(), False)
        said = (self._process.stderr.read() or b"").decode(errors="replace").strip().splitlines()
        self._process.stderr.close()
        return said[-1] if said else f"it ended with status {self._process.returncode}"


def _died(attack: Attack, words: str, seconds: float) -> Finding:
    finding = Finding(attack.name, attack.tries, attack.base, list(attack.stopped_by), seconds=seconds)
    finding.complaints.append(f"it ended or stopped the process that grades: {words}")
    return finding
