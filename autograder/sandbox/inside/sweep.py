"""End all processes of a worker's user, and remove all of that user's files.

For machines without namespaces, on which a process that has left its group would outlive its worker. It is
the second line behind seccomp and Landlock, which leave nothing to find. psutil would not help: the kernel
can kill a user's processes in one call, without a race.
"""

import itertools
import os
import signal
from contextlib import suppress
from pathlib import Path

WRITABLE_BY_ALL = ("/tmp", "/var/tmp", "/dev/shm")
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
MAX_ROUNDS = 100
"""Killing is repeated, because a process of that user may kill the killer first, or fork meanwhile."""


def end_processes(uid: int) -> bool:
    """Kill all processes of a user by becoming that user, and return whether none is left. Needs root."""
    for _ in range(MAX_ROUNDS):
        if not has_processes(uid):
            return True
        child = os.fork()
        if child == 0:
            _kill_all_as(uid)
        os.waitpid(child, 0)
    return not has_processes(uid)


def has_processes(uid: int) -> bool:
    """Return whether a process of a user is alive. A zombie does not count."""
    try:
        os.getpriority(os.PRIO_USER, uid)  # one call suffices in nearly all cases
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
    """In a child: `kill(-1)` reaches all that this user may signal, except itself (man 2 kill)."""
    try:
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        os.kill(-1, signal.SIGKILL)
    finally:
        os._exit(0)


def remove_files(uid: int, folders: tuple[str, ...] = WRITABLE_BY_ALL) -> None:
    """Remove a user's files from folders that all users may write to."""
    for folder in folders:
        with suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    if entry.stat(follow_symlinks=False).st_uid != uid:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        remove_folder(entry.path)
                    else:
                        Path(entry.path).unlink()


def remove_folder(folder: str) -> None:
    """Remove a folder with all that is in it, however deep. `shutil.rmtree` would recurse, and end so.

    Folders below it are moved up to it before they are entered, so no path grows long.
    """
    top = os.open(folder, FOLDER)
    try:
        numbers = itertools.count()
        waiting = [""]
        while waiting:
            below = waiting.pop()
            here = os.open(below or ".", FOLDER, dir_fd=top)
            try:
                with os.scandir(here) as entries:
                    found = list(entries)
                for entry in found:
                    if not entry.is_dir(follow_symlinks=False):
                        os.unlink(entry.name, dir_fd=here)
                    elif below:
                        moved = f".swept-{next(numbers)}"
                        os.rename(entry.name, moved, src_dir_fd=here, dst_dir_fd=top)
                        waiting.append(moved)
                    else:
                        waiting.append(entry.name)
            finally:
                os.close(here)
            if below:
                os.rmdir(below, dir_fd=top)
    finally:
        os.close(top)
    Path(folder).rmdir()
