"""Namespaces of a worker's own: processes, mounts, network, System V objects, host name.

They need root with CAP_SYS_ADMIN, as on an instructor's own machine. Containers forbid them.
"""

import ctypes
import os

from autograder.sandbox.inside.layers.system import LayerError, check, libc, syscall

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MOUNT_SETATTR = 442  # the same number on every architecture
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOATIME, MOUNT_ATTRS_ATIME = 0x01, 0x10, 0x70
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 1 << 14, 1 << 18


class _MountAttributes(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user_namespace"))


class ProcessNamespaces:
    """For the zygote: make the next fork's child the first process of a namespace of its own.

    When the first process ends, the kernel ends all others in its namespace.

    Raises:
        LayerError: the kernel refuses.
    """

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._try_both_ways()

    def _try_both_ways(self) -> None:
        """Try it in a child: a process that cannot go back to its own namespace can fork only once more."""
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
        """Make the namespace that the next child is born into.

        Raises:
            LayerError: the kernel refuses.
        """
        check(libc.unshare(CLONE_NEWPID), "unshare of processes")

    def after_fork(self) -> None:
        """Go back to the zygote's own namespace, because otherwise no other one could be made."""
        check(libc.setns(self._own, CLONE_NEWPID), "setns")


def own_view() -> None:
    """Give this process mounts, network, System V objects and a host name of its own.

    Raises:
        LayerError: the kernel refuses.
    """
    check(libc.unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS), "unshare")
    check(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount --make-rprivate")


def leave_no_times() -> None:
    """Let no file keep, in this process's own mounts, when it was last read: a later worker could look.

    Raises:
        LayerError: the kernel refuses, or is older than 5.12.
    """
    try:
        _change_all_mounts(MOUNT_ATTR_NOATIME, MOUNT_ATTRS_ATIME)
    except LayerError:
        # Of mounts from outside a user namespace this cannot be changed, but they can become read-only.
        _change_all_mounts(MOUNT_ATTR_RDONLY, 0)


def _change_all_mounts(to_set: int, to_clear: int) -> None:
    attributes = _MountAttributes(to_set, to_clear, 0, 0)
    size, flags = ctypes.c_size_t(ctypes.sizeof(attributes)), ctypes.c_uint(AT_RECURSIVE)
    root = ctypes.c_char_p(b"/")
    changed = syscall(MOUNT_SETATTR, ctypes.c_int(AT_FDCWD), root, flags, ctypes.byref(attributes), size)
    check(changed, "mount_setattr")
