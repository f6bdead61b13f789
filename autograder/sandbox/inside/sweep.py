"""Ends every process of a worker's user, and removes every file of that user's.

For machines without namespaces, where a process that has left its group would outlive its worker. With all
layers in place there is never anything to find; it is the second line behind seccomp and Landlock.
"""

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

WRITABLE_BY_ALL = ("/tmp", "/var/tmp", "/dev/shm")
MOST_ROUNDS = 100
"""Of killing: a process of that user may kill the killer first, or fork while it works."""


def end_processes(uid: int) -> bool:
    """Kills every process of a user, by becoming that user; whether none is left. Needs root."""
    for _ in range(MOST_ROUNDS):
        if not has_processes(uid):
            return True
        child = os.fork()
        if child == 0:
            _kill_all_as(uid)
        os.waitpid(child, 0)
    return not has_processes(uid)


def has_processes(uid: int) -> bool:
    """Whether any process of a user lives; a dead one that nobody has buried does not count."""
    try:
        os.getpriority(os.PRIO_USER, uid)  # one call, where nearly always there is none
    except ProcessLookupError:
        return False
    return any(_lives_as(uid, status) for status in Path("/proc").glob("[0-9]*/status"))


def _lives_as(uid: int, status: Path) -> bool:
    try:
        lines = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line)
    except OSError:
        return False  # it has just ended
    return str(uid) in lines["Uid"].split() and "Z" not in lines["State"]


def _kill_all_as(uid: int) -> None:
    """In a child: `kill(-1)` reaches whatever this user may signal, itself aside (man 2 kill)."""
    try:
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        os.kill(-1, signal.SIGKILL)
    finally:
        os._exit(0)


def remove_files(uid: int, folders: tuple[str, ...] = WRITABLE_BY_ALL) -> None:
    """Removes what belongs to a user in folders that anybody may write to."""
    for folder in folders:
        with suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    if entry.stat(follow_symlinks=False).st_uid != uid:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        shutil.rmtree(entry.path, ignore_errors=True)
                    else:
                        Path(entry.path).unlink()
