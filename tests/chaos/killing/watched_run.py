"""One grading as the zip does it, watched from outside: its current moment, who is alive, what it leaves.

The busy submission reports what it does by the name of its thread. `look` runs every two milliseconds, so it
reads the few files of `/proc` that it needs; psutil reads those of every process.
"""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from autograder.audit.attacks.traces import descendants, describe
from autograder.platforms.gradescope.local import LocalGradescope
from killing.busy import NAMES

PR_SET_CHILD_SUBREAPER = 36
IN_A_WORKER = ("confining", "confined", *NAMES)


def become_subreaper() -> None:
    """Orphans of all that this process starts become its own children, wherever they hide."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0) != 0:
        raise SystemExit("this kernel gives a process no orphans")


class WatchedRun:
    """Starts `run_autograder` in the tree; `look` reports its progress.

    Args:
        tree: with the submission in it.
        temporary: for all temporary files of the run; emptied.
        n_workers: the expected number of workers, if it is known.
    """

    def __init__(self, tree: LocalGradescope, temporary: Path, n_workers: int = 1 << 30) -> None:
        self.results_folder = tree.base / "results"
        self.results_file = self.results_folder / "results.json"
        self._n_workers = n_workers
        for folder in (self.results_folder, temporary):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            folder.chmod(0o711)  # workers are somebody else
        self.temporary = temporary
        with (self.results_folder / "stdout").open("wb") as log:
            self.grader = subprocess.Popen(
                ["bash", str(tree.base / "run_autograder")],
                env={
                    **os.environ,
                    "AUTOGRADER_BASE": str(tree.base),
                    "AUTOGRADER_PYTHON": sys.executable,
                    "TMPDIR": str(temporary),
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.workers = 0
        """How many have been seen."""
        self._pids = {"grader": self.grader.pid}
        self._handles = {"grader": os.pidfd_open(self.grader.pid)}

    def look(self) -> str:
        """Where the grading stands: a moment."""
        if self.grader.poll() is not None:
            return "over"
        last = self.workers >= self._n_workers
        if self.is_writing():
            return "last write" if last else "first write"
        if "zygote" not in self._pids and "container.py" not in _read(f"/proc/{self.grader.pid}/cmdline"):
            return "shell"
        if not self._find("zygote", self._pids["grader"]):
            return "grader starts"
        before = self._pids.get("worker")
        if not self._find("worker", self._pids["zygote"]):
            if last:
                return "written" if '"state": "complete"' in _read(self.results_file) else "end"
            return "between" if self.workers else "imports"
        self.workers += self._pids["worker"] != before
        return "probe" if self.workers == 1 else _worker_moment(self._pids["worker"])

    def is_writing(self) -> bool:
        """Whether the grader writes results just now: to a temporary name, which is then renamed."""
        names = os.listdir(self.results_folder)  # noqa: PTH208 - it is asked in a tight loop
        return any(name.startswith(".results.json.") for name in names)

    def wait_for_write(self) -> bool:
        """Wait until the grader writes results; return False if it was too fast, or has ended.

        It does so in less time than a pause takes, so there is none.
        """
        before = self._version()
        while not self.is_writing():
            if self._version() != before or self.grader.poll() is not None:
                return False
        return True

    def _version(self) -> int:
        """Another number for each results file that was put in place."""
        return self.results_file.stat().st_ino if self.results_file.exists() else 0

    def kill(self, victim: str) -> bool:
        """Kill the process; return False if it has ended by itself, or was not there yet."""
        handle = self._handles.get(victim)
        if handle is None or select.select([handle], [], [], 0)[0]:
            return False
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        return True

    def survivors(self, grace: float) -> tuple[list[str], float]:
        """Who lives `grace` seconds after the grader's end, and how long the last one did; ends them."""
        began = time.monotonic()
        while True:
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            alive = descendants(os.getpid())
            waited = time.monotonic() - began
            if not alive or waited > grace:
                break
            time.sleep(0.005)
        said = [describe(process) for process in alive]
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for handle in self._handles.values():
            os.close(handle)
        return said, waited

    def _find(self, who: str, parent: int) -> bool:
        """Whether the parent has a child now, which is `who`; a handle on it is kept, as ids come again."""
        children = _read(f"/proc/{parent}/task/{parent}/children").split()
        if children and int(children[-1]) != self._pids.get(who):
            try:
                handle = os.pidfd_open(int(children[-1]))
            except ProcessLookupError:
                return False
            if who in self._handles:
                os.close(self._handles[who])
            self._pids[who], self._handles[who] = int(children[-1]), handle
        return bool(children)


def _worker_moment(pid: int) -> str:
    """Return a worker's activity: its thread's name, once the submission has set it."""
    lines = dict(line.split(":\t", 1) for line in _read(f"/proc/{pid}/status").splitlines() if ":\t" in line)
    name = lines.get("Name", "")
    if name in NAMES:
        return name
    return "confined" if lines.get("Seccomp") == "2" else "confining"


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
