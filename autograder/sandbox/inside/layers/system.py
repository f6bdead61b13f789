"""Calls to the kernel that Python has no function for."""

import ctypes
import os
import select
from signal import SIGKILL

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
MOST_DESCRIPTORS = 1 << 16
"""More than a zygote ever has; the kernel closes a range in one call."""


class LayerError(Exception):
    """A layer does not hold on this machine; the text says why."""


def check(result: int, what: str) -> int:
    """The result of a call, if it is none of an error.

    Raises:
        LayerError: the call failed.
    """
    if result < 0:
        error = ctypes.get_errno()
        raise LayerError(f"{what}: {os.strerror(error)}")
    return result


def prctl(option: int, value: int) -> None:
    """`prctl(2)` with one argument."""
    check(libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def syscall(number: int, *args: object) -> int:
    """`syscall(2)`, for calls that libc has no wrapper for."""
    return int(libc.syscall(ctypes.c_long(number), *args))


def give_up_privileges(parent: int) -> None:
    """No program started from here gains rights, nobody looks into this process, it dies with the zygote.

    Landlock and seccomp ask for the first. A change of user clears the last, so it must have come before.

    Args:
        parent: a pidfd of the zygote.

    Raises:
        LayerError: the kernel refuses.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, SIGKILL)
    # A parent that died before that sends no signal any more. Its number would not tell: in a namespace of
    # its own a process has the parent 0, dead or alive.
    if select.select([parent], [], [], 0)[0]:
        os._exit(0)
    os.close(parent)


def close_all_but(kept: set[int]) -> None:
    """Closes every descriptor that is not `kept`."""
    first = 0
    for descriptor in [*sorted(kept), MOST_DESCRIPTORS]:
        if first < descriptor:  # Python hands an empty range that begins at 0 to the kernel as all of them
            os.closerange(first, descriptor)
        first = descriptor + 1


def own_pidfd() -> int:
    """A pidfd of this process.

    Raises:
        LayerError: the kernel is older than 5.3, or a filter refuses.
    """
    try:
        return os.pidfd_open(os.getpid())
    except OSError as error:
        raise LayerError(f"pidfd_open: {error.strerror}") from error
