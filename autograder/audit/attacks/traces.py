"""Traces of a submission: processes, files, objects of the kernel, changes of the grader."""

import errno
import os
import resource
import stat
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from autograder.sandbox.inside.layers import identity

GRACE_SECONDS = 2.0
POLL_SECONDS = 0.05
LIMITS = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
SYSV = {"shm": "shmid", "msg": "msqid", "sem": "semid"}
UNREACHABLE = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENAMETOOLONG)
OUR_OWN = "autograder-"
"""How temporary folders of the grader's begin."""

Entry = tuple[int, ...]
"""What `lstat` says of a file; the time of its last change cannot be forged."""


@dataclass(frozen=True)
class Places:
    """Where files could be left.

    Args:
        private: folders that only this run can see. Everything new there is a trace.
        shared: folders that others use, too. A new file there is a trace if it belongs to a worker.
        fixed: files and folders that must be as they were.
    """

    private: tuple[Path, ...] = ()
    shared: tuple[Path, ...] = ()
    fixed: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """All that a submission could leave, at one moment."""

    processes: frozenset[psutil.Process]
    files: dict[str, Entry]
    fixed: dict[str, Entry]
    kernel: frozenset[str]
    grader: dict[str, object]


def look(places: Places, is_workers: Callable[[int], bool]) -> Snapshot:
    """Take a snapshot; `is_workers` tells whether a user id is one of a worker."""
    shared = {name: entry for name, entry in entries(places.shared).items() if is_workers(entry[1])}
    if is_workers(os.geteuid()):
        # Where workers are ourselves, so are other graders on this machine.
        shared = {name: entry for name, entry in shared.items() if f"/{OUR_OWN}" not in name}
    return Snapshot(
        processes=frozenset(descendants(os.getpid())),
        files={**shared, **entries(places.private)},
        fixed={
            name: entry
            for name, entry in entries(places.fixed).items()
            # Byte code comes and goes as other processes import; a worker's never should.
            if "__pycache__" not in name or is_workers(entry[1])
        },
        kernel=frozenset(kernel_objects(is_workers)),
        grader=grader_state(),
    )


def left_behind(
    before: Snapshot, look_again: Callable[[], Snapshot]
) -> tuple[list[str], set[psutil.Process]]:
    """Return a sentence for each new trace, and the processes among the traces.

    Processes that are about to end get a moment.
    """
    end = time.monotonic() + GRACE_SECONDS
    after = look_again()
    while after.processes - before.processes and time.monotonic() < end:
        for process in after.processes - before.processes:
            with suppress(ChildProcessError):
                # An orphan that has ended is now our child, and stays a zombie until somebody waits for it.
                os.waitpid(process.pid, os.WNOHANG)
        time.sleep(POLL_SECONDS)
        after = look_again()
    left = sorted(after.processes - before.processes, key=lambda process: process.pid)
    said = [f"left a process: {describe(process)}" for process in left]
    said += [f"left a file: {name}" for name in sorted(after.files.keys() - before.files.keys())]
    changed = {
        name for name in before.files.keys() & after.files.keys() if before.files[name] != after.files[name]
    }
    said += [f"wrote to a file: {name}" for name in sorted(changed)]
    for name in sorted(before.fixed.keys() | after.fixed.keys()):
        if before.fixed.get(name) != after.fixed.get(name):
            what = "removed" if name not in after.fixed else "made" if name not in before.fixed else "changed"
            said.append(f"{what} what nobody may change: {name}")
    said += [f"left {each}" for each in sorted(after.kernel - before.kernel)]
    for name, value in after.grader.items():
        if value != before.grader[name]:
            said.append(f"changed the grader's own {name}: {before.grader[name]} to {value}")
    return said, set(left)


def end_processes(processes: Iterable[psutil.Process]) -> None:
    """Kill the processes that were left, so that the next attack is not blamed for them."""
    for process in processes:
        if process in descendants(os.getpid()):
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                process.kill()
            with suppress(ChildProcessError):
                os.waitpid(process.pid, 0)


def worker_uids(level_has_users: bool) -> Callable[[int], bool]:
    """Return the workers' user ids: a range of their own, or ours at levels without one."""
    if level_has_users:
        users = identity.users()
        return lambda uid: uid in users
    own = os.geteuid()
    return lambda uid: uid == own


def entries(places: Collection[Path]) -> dict[str, Entry]:
    """Return every file and folder at and below `places`, with the kernel's data on it.

    Links and mounts are not followed: a file system mounted below a place is of another kind.
    """
    found: dict[str, Entry] = {}
    for place in places:
        waiting = [os.fspath(place)]
        device = os.lstat(place).st_dev
        while waiting:
            path = waiting.pop()
            try:
                said = os.lstat(path)
                folder = stat.S_ISDIR(said.st_mode)
                if said.st_dev != device:
                    continue
                if folder:
                    waiting += [entry.path for entry in os.scandir(path)]
            except OSError as error:
                # Of what lies deeper than a path may be long, the folders above it are found.
                if error.errno not in UNREACHABLE:
                    raise
                continue
            # A folder changes whenever something in it comes and goes, our own temporary files included.
            changes = (0, 0) if folder else (said.st_size, said.st_ctime_ns)
            found[path] = (said.st_mode, said.st_uid, said.st_gid, said.st_ino, *changes)
    return found


def descendants(root: int) -> list[psutil.Process]:
    """Return all descendants of a process, including orphans if it is a subreaper.

    Two of these objects are equal if both id and start time are: ids come again. `Process.children` would
    lose those below a process that ends while it looks.
    """
    children: dict[int, list[psutil.Process]] = {}
    for pid in psutil.pids():
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            children.setdefault(process.ppid(), []).append(process)
    found = list(children.get(root, ()))
    for process in found:
        found += children.get(process.pid, ())
    return found


def describe(process: psutil.Process) -> str:
    """Describe a process in a few words."""
    try:
        with process.oneshot():
            status, name = process.status(), process.name()
            command = "" if status == psutil.STATUS_ZOMBIE else " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return f"{process.pid}, which has just ended"
    return f"{process.pid} ({status}): {command.strip()[:80] or name}"


def kernel_objects(is_workers: Callable[[int], bool]) -> list[str]:
    """System V objects and POSIX message queues that belong to a worker."""
    found = []
    for kind, name in SYSV.items():
        path = Path("/proc/sysvipc", kind)
        if not path.is_file():
            continue
        head, *lines = path.read_text(encoding="ascii").splitlines()
        creator, number = head.split().index("cuid"), head.split().index(name)
        rows = [line.split() for line in lines]
        found += [f"a System V {kind}: {row[number]}" for row in rows if is_workers(int(row[creator]))]
    return found


def grader_state() -> dict[str, object]:
    """Return the properties of this process that another one could have changed."""
    return {
        "priority": os.getpriority(os.PRIO_PROCESS, 0),
        "processors": sorted(os.sched_getaffinity(0)),
        "limits": [resource.getrlimit(getattr(resource, name)) for name in LIMITS],
        "mounts": Path("/proc/self/mounts").read_text(encoding="utf-8").count("\n"),
    }
