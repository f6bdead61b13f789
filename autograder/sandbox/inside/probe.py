"""Real attacks, made by a worker before any student code: those that succeed show which layers do not hold.

They are harmless if they succeed. An attack that is stopped raises.
"""

import ctypes
import importlib
import mmap
import os
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.inside.layers.system import libc

PTRACE_ATTACH, PTRACE_DETACH, WALL = 16, 17, 0x40000000
LATE_MODULES = ("colorsys", "sched", "wave", "mailcap")
"""Modules of the standard library that nothing else here loads."""


def attack(secret: str, grader: int, folder: str) -> list[str]:
    """Try all attacks, and return the names of those that succeeded.

    Args:
        secret: a file that the grader can read and a worker must not.
        grader: the grader's process id.
        folder: the staged submission.

    Raises:
        ImportError: this worker cannot import a module that an honest submission may import.
    """
    importlib.import_module(next(name for name in LATE_MODULES if name not in sys.modules))
    attacks: dict[str, Callable[[], object]] = {
        "read a hidden file": lambda: Path(secret).read_bytes(),
        "list processes": lambda: list(Path("/proc").iterdir()),
        "read the grader's environment": lambda: Path(f"/proc/{grader}/environ").read_bytes(),
        "read the grader's memory": lambda: Path(f"/proc/{grader}/mem").open("rb").close(),
        "create a file beside the submission": lambda: _create(Path(folder, "probe")),
        "create a file in /tmp": lambda: _create(Path("/tmp", f"probe-{os.getpid()}")),
        "create a file in /dev/shm": lambda: _create(Path("/dev/shm", f"probe-{os.getpid()}")),
        "fork": _fork,
        "start a program": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "open a TCP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "open a UDP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "open a Unix socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "signal the grader": lambda: os.kill(grader, 0),
        "trace the grader": lambda: _trace(grader),
        "limit the grader": lambda: resource.prlimit(grader, resource.RLIMIT_CORE),
        "memory without a limit": lambda: os.memfd_create("probe"),
        "shared memory": _share_memory,
        "a user namespace": lambda: _called(libc.unshare(0x10000000)),
        "become root": lambda: os.setresuid(0, 0, 0),
        "be dumpable again": lambda: _called(libc.prctl(4, 1, 0, 0, 0)),
        "64 GiB of memory": lambda: mmap.mmap(-1, 1 << 36),
    }
    return [name for name, work in attacks.items() if _reaches(work)]


def _reaches(work: Callable[[], object]) -> bool:
    try:
        work()
    except (OSError, MemoryError, ValueError):
        return False
    return True


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _create(path: Path) -> None:
    path.touch(exist_ok=False)  # without content: the limit on sizes would stop that, and leave the file
    path.unlink()


def _trace(pid: int) -> None:
    _called(libc.ptrace(PTRACE_ATTACH, pid, 0, 0))
    # The process is stopped now, and would stay so.
    os.waitpid(pid, WALL)
    _called(libc.ptrace(PTRACE_DETACH, pid, 0, 0))


def _share_memory() -> None:
    segment = _called(libc.shmget(0, 4096, 0o1600))
    libc.shmctl(segment, 0, None)  # IPC_RMID: it would outlive every process


def _called(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result
