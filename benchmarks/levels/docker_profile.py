"""Docker's default seccomp profile and capabilities, in the terms of the OCI runtime specification.

The profile allows what it names. It is written here the short way round: all calls that this machine's
libseccomp knows, less those that Docker leaves out for a container without added capabilities. Compared by
hand with the moby project's `profiles/seccomp/default.json`.

Needs libseccomp.so.2.
"""

import ctypes
import errno
import re
from typing import Any

CAPABILITIES = re.findall(
    r"\w+",
    """
    CAP_AUDIT_WRITE CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_MKNOD CAP_NET_BIND_SERVICE
    CAP_NET_RAW CAP_SETFCAP CAP_SETGID CAP_SETPCAP CAP_SETUID CAP_SYS_CHROOT
    """,
)
"""What root in a container is left with."""

NOT_ALLOWED = {
    "for want of a capability": (
        "acct bpf clock_settime delete_module fanotify_init finit_module fsconfig fsmount fsopen fspick "
        "get_mempolicy init_module ioperm iopl kcmp lookup_dcookie mbind mount mount_setattr move_mount "
        "open_by_handle_at open_tree perf_event_open pidfd_getfd process_madvise quotactl quotactl_fd "
        "reboot set_mempolicy set_mempolicy_home_node setdomainname sethostname setns settimeofday syslog "
        "umount2 unshare vhangup"
    ),
    "at all": (
        "add_key kexec_file_load kexec_load keyctl migrate_pages move_pages nfsservctl pivot_root "
        "request_key swapoff swapon userfaultfd io_uring_enter io_uring_register io_uring_setup"
    ),
    "since the kernel has them no more": (
        "_sysctl afs_syscall create_module get_kernel_syms getpmsg putpmsg query_module security sysfs "
        "tuxcall uselib ustat vserver"
    ),
    "but with some arguments, see below": "clone clone3 personality socket",
}
LANDLOCK = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
NAMESPACE_FLAGS = 0x7E020000
AF_VSOCK = 40
PERSONALITIES = (0x0, 0x8, 0x20000, 0x20008, 0xFFFFFFFF)
HIGHEST_CALL = 600


def known_calls() -> set[str]:
    """All system calls of this architecture that libseccomp has a name for."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_syscall_resolve_num_arch.restype = ctypes.c_char_p
    native = ctypes.c_uint32(library.seccomp_arch_native())
    names = (library.seccomp_syscall_resolve_num_arch(native, number) for number in range(HIGHEST_CALL))
    return {name.decode() for name in names if name}


def profile(*, landlock: bool = True) -> dict[str, Any]:
    """The profile; without Landlock, as those from before 2022 are: its calls answer ENOSYS."""
    refused = {name for names in NOT_ALLOWED.values() for name in names.split()}
    refused |= set() if landlock else LANDLOCK
    rules: list[dict[str, Any]] = [
        {"names": sorted(known_calls() - refused), "action": "SCMP_ACT_ALLOW"},
        _allow("clone", 0, NAMESPACE_FLAGS, "SCMP_CMP_MASKED_EQ"),
        _allow("socket", 0, AF_VSOCK, "SCMP_CMP_NE"),
        *(_allow("personality", 0, value, "SCMP_CMP_EQ") for value in PERSONALITIES),
        _unknown("clone3"),
    ]
    if not landlock:
        rules.append(_unknown(*sorted(LANDLOCK)))
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": errno.EPERM,
        "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
        "syscalls": rules,
    }


def _allow(name: str, index: int, value: int, operator: str) -> dict[str, Any]:
    """A call that is allowed with such an argument. In a masked comparison `value` is the mask, to give 0."""
    masked = {"valueTwo": 0} if operator == "SCMP_CMP_MASKED_EQ" else {}
    argument = {"index": index, "value": value, "op": operator, **masked}
    return {"names": [name], "action": "SCMP_ACT_ALLOW", "args": [argument]}


def _unknown(*names: str) -> dict[str, Any]:
    return {"names": list(names), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.ENOSYS}
