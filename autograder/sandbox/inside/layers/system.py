"""Kernel calls that Python has no function for."""

import ctypes
import os
import select
from signal import SIGKILL

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION = 0x20080522
MAX_DESCRIPTORS = 1 << 16
"""More than a zygote ever has. The kernel closes a range in one call."""


class LayerError(Exception):
    """A layer does not hold on this machine. The text says why."""


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


def check(result: int, what: str) -> int:
    """Return the result of a call that did not fail.

    Raises:
        LayerError: the call failed.
    """
    if result < 0:
        error = ctypes.get_errno()
        raise LayerError(f"{what}: {os.strerror(error)}")
    return result


def prctl(option: int, value: int) -> None:
    """Call `prctl(2)` with one argument."""
    check(libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def syscall(number: int, *args: object) -> int:
    """Call `syscall(2)`, for calls without a wrapper in libc."""
    return int(libc.syscall(ctypes.c_long(number), *args))


def give_up_privileges(parent: int) -> None:
    """Keep and gain no rights, let nobody look into this process, and die with the zygote.

    Landlock and seccomp require the first. A change of user clears the last, so it must come before.

    Args:
        parent: a pidfd of the zygote.

    Raises:
        LayerError: the kernel refuses.
    """
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    # A change of user has cleared them. If there was no other user, root keeps its name and no rights.
    no_capabilities = (ctypes.c_uint32 * 6)()
    header = _CapabilityHeader(CAPABILITY_VERSION, 0)
    check(libc.capset(ctypes.byref(header), no_capabilities), "capset")
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, SIGKILL)
    # A parent that died before sends no signal. `getppid` would not show it: in a process namespace of its
    # own a worker's parent is always 0.
    if select.select([parent], [], [], 0)[0]:
        os._exit(0)
    os.close(parent)


def close_all_but(kept: set[int]) -> None:
    """Close all descriptors that are not `kept`."""
    first = 0
    for descriptor in [*sorted(kept), MAX_DESCRIPTORS]:
        if first < descriptor:  # an empty range that begins at 0 would close all
            os.closerange(first, descriptor)
        first = descriptor + 1


def own_pidfd() -> int:
    """Return a pidfd of this process.

    Raises:
        LayerError: the kernel is older than 5.3, or a filter refuses.
    """
    try:
        return os.pidfd_open(os.getpid())
    except OSError as error:
        raise LayerError(f"pidfd_open: {error.strerror}") from error
