"""Namespaces of a worker's own: processes, mounts, network, System V objects, host name.

They need root with CAP_SYS_ADMIN: an instructor's own machine. Containers forbid them.
"""

import ctypes
import os
import stat
import sys
from pathlib import Path

from autograder.sandbox.inside.layers.system import LayerError, check, libc

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 4096, 16384, 1 << 18
MS_REMOUNT = 32


class ProcessNamespaces:
    """For the zygote: the next fork's child is the first process of a namespace of its own.

    When the first process ends, the kernel ends all others in its namespace.
    """

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._try_both_ways()

    def _try_both_ways(self) -> None:
        """In a child, since who can go into a new namespace and not back can start one more process only."""
        child = os.fork()
        if child == 0:
            status = 1
            try:
                self.before_fork()
                self.after_fork()
                status = 0
            except LayerError:
                status = ctypes.get_errno() or status
            finally:
                os._exit(status)
        if status := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            raise LayerError(f"unshare of processes, and back: {os.strerror(status)}")

    def before_fork(self) -> None:
        """Makes the namespace that the next child is born into.

        Raises:
            LayerError: the kernel refuses.
        """
        check(libc.unshare(CLONE_NEWPID), "unshare of processes")

    def after_fork(self) -> None:
        """Goes back to the zygote's own, or no other namespace could be made."""
        check(libc.setns(self._own, CLONE_NEWPID), "setns")


def own_view() -> None:
    """Own mounts, network, System V objects and host name; and the interpreter where others can read it.

    Raises:
        LayerError: the kernel refuses.
    """
    check(libc.unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS), "unshare")
    check(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount --make-rprivate")
    open_interpreter(sys.base_prefix, sys.prefix)


def closed_ancestor(path: str) -> str | None:
    """The first folder above `path` that other users cannot pass through; None if there is none."""
    for ancestor in reversed(Path(path).resolve().parents):
        if not ancestor.stat().st_mode & stat.S_IXOTH:
            return str(ancestor)
    return None


def open_interpreter(*places: str) -> None:
    """Makes an interpreter below a private folder (pyenv in root's home) readable, at its own path.

    An empty folder is mounted over the private one, and of all that was in it only `places` come back,
    read-only.

    Raises:
        LayerError: the kernel refuses.
    """
    for place in dict.fromkeys(os.path.realpath(place) for place in places):
        closed = closed_ancestor(place)
        if closed is None:
            continue
        kept = os.open(place, os.O_PATH | os.O_CLOEXEC)
        tmpfs = b"mode=0755,size=1m"
        check(
            libc.mount(b"tmpfs", closed.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, tmpfs), f"tmpfs on {closed}"
        )
        Path(place).mkdir(parents=True)
        source = f"/proc/self/fd/{kept}".encode()
        check(libc.mount(source, place.encode(), None, MS_BIND | MS_REC, None), f"bind of {place}")
        flags = MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV
        check(libc.mount(None, place.encode(), None, flags, None), f"read-only bind of {place}")
        os.close(kept)


def unreachable_interpreter() -> str | None:
    """The folder that keeps other users from this interpreter's library; None if they reach it."""
    for place in (sys.base_prefix, sys.prefix):
        if closed := closed_ancestor(place):
            return closed
    return None


def require_reachable_interpreter() -> None:
    """For levels without mounts.

    Raises:
        LayerError: the interpreter lies below a private folder, so a worker could not import anything.
    """
    if closed := unreachable_interpreter():
        raise LayerError(f"{closed} keeps other users from this Python: use one that all users can read")
