"""Calls to the kernel that Python has no function for."""

import ctypes
import os
from signal import SIGKILL

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38


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


def syscall(number: int, *arguments: object) -> int:
    """`syscall(2)`, for calls that libc has no wrapper for."""
    return int(libc.syscall(ctypes.c_long(number), *arguments))


def give_up_privileges() -> None:
    """No program started from here gains rights, nobody looks into this process, it dies with the zygote.

    Landlock and seccomp ask for the first. A change of user clears the last, so it must have come before.

    Raises:
        LayerError: the kernel refuses.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, SIGKILL)
