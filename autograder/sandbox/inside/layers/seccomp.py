"""seccomp: the system calls that a worker may not make.

Landlock guards files and TCP. This guards the rest: processes, sockets, memory outside of limits, other
processes. libseccomp knows the numbers of the calls; it is called by ctypes, because its Python packages
are stale and partial.
"""

import ctypes
import errno
import os
import tempfile

from autograder.sandbox.inside.layers.system import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, LayerError, check, libc

ALLOW, REFUSE = 0x7FFF0000, 0x00050000
CMP_NE, CMP_MASKED_EQ = 1, 7
INT = 0xFFFFFFFF
"""The kernel reads only the lower half of an `int` argument, so a filter must, too."""
CLONE_THREAD = 0x00010000

FORBIDDEN = {
    "other programs and processes": (
        "execve execveat fork vfork ptrace process_vm_readv process_vm_writev process_madvise "
        "process_mrelease kcmp pidfd_open pidfd_getfd pidfd_send_signal setsid setpgid setpriority "
        "ioprio_set sched_setscheduler sched_setattr sched_setparam"
    ),
    "signals, to oneself too": ("kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo"),
    "rights and namespaces": (
        "setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capset "
        "unshare setns mount umount2 move_mount open_tree fsopen fsmount fspick "
        "fsconfig mount_setattr pivot_root chroot landlock_create_ruleset landlock_add_rule "
        "landlock_restrict_self seccomp"
    ),
    "sockets: the worker keeps the two that it was given": (
        "socket socketpair bind listen accept accept4 connect"
    ),
    "memory that limits do not count": (
        "memfd_create memfd_secret shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop "
        "semctl semtimedop mq_open mq_unlink add_key request_key keyctl mlock mlock2 mlockall "
        "userfaultfd vmsplice splice tee"
    ),
    "other processes' use of files": (
        "fadvise64 readahead mincore preadv2 pwritev2 inotify_init inotify_init1 inotify_add_watch"
    ),
    "ways round the other layers": (
        "io_uring_setup io_uring_enter io_uring_register bpf perf_event_open fanotify_init "
        "name_to_handle_at open_by_handle_at personality modify_ldt lookup_dcookie"
    ),
    "the file system beyond Landlock": (
        "chmod fchmod fchmodat chown fchown lchown fchownat utime utimes futimesat "
        "utimensat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr "
        "mknod mknodat flock fallocate quotactl sync syncfs"
    ),
    "the machine": (
        "reboot kexec_load kexec_file_load init_module finit_module delete_module swapon swapoff "
        "sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex acct syslog iopl "
        "ioperm vhangup nfsservctl uselib"
    ),
}
"""System calls by what they would reach. Names that an architecture does not have are skipped."""
# Calls newer than Linux 5.17 have the same numbers on all architectures, but a libseccomp may not know their
# names (cachestat, fchmodat2, statmount, setxattrat, …). To a worker the kernel seems older than they are.
TOO_NEW = range(450, 600)

# The first argument names a process. Only the calling one, which is 0, is allowed.
CALLING_PROCESS_ONLY = ("prlimit64", "sched_setaffinity", "get_robust_list", "migrate_pages", "move_pages")
PR_SET_SECCOMP, MODE_FILTER = 22, 2
SOL_SOCKET, SO_PEERPIDFD = 1, 77
OPTIMIZE, AS_TREE = 8, 2
FORBIDDEN_PRCTL = (PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, 35, 36, 57, 0x59616D61)
BPF_INSTRUCTION_BYTES = 8


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("how", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def compile_filter() -> bytes:
    """Return the filter's program. The zygote makes it once, because it is the same for each worker.

    Raises:
        LayerError: libseccomp is not installed, or refuses a rule.
    """
    try:
        # Each Debian and Ubuntu has it, because apt needs it.
        library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    except OSError as error:
        raise LayerError("libseccomp.so.2 is not installed") from error
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ALLOW)))
    # A tree is faster than a list: the kernel tries all calls against a new filter.
    library.seccomp_attr_set(context, OPTIMIZE, ctypes.c_uint32(AS_TREE))

    def refuse(name: str, *comparisons: _Comparison, error: int = errno.EPERM) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # otherwise this architecture does not have it
            refuse_number(number, error, *comparisons)

    def refuse_number(number: int, error: int, *comparisons: _Comparison) -> None:
        array = (_Comparison * len(comparisons))(*comparisons)
        action = ctypes.c_uint32(REFUSE | error)
        result = library.seccomp_rule_add_array(context, action, number, len(comparisons), array)
        if result < 0:
            raise LayerError(f"seccomp rule for system call {number}: {os.strerror(-result)}")

    for names in FORBIDDEN.values():
        for name in names.split():
            refuse(name)
    # glibc tries clone3 first and falls back on clone, whose flags a filter can read: only threads are
    # allowed.
    refuse("clone3", error=errno.ENOSYS)
    refuse("clone", _Comparison(0, CMP_MASKED_EQ, CLONE_THREAD, 0))
    for name in CALLING_PROCESS_ONLY:
        refuse(name, _Comparison(0, CMP_NE, 0, 0))
    for option in FORBIDDEN_PRCTL:
        refuse("prctl", _Comparison(0, CMP_MASKED_EQ, INT, option))
    # The worker's socket would show the process at its other end.
    peer = (_Comparison(1, CMP_MASKED_EQ, INT, SOL_SOCKET), _Comparison(2, CMP_MASKED_EQ, INT, SO_PEERPIDFD))
    refuse("getsockopt", *peer)
    for number in TOO_NEW:
        refuse_number(number, errno.ENOSYS)
    with tempfile.TemporaryFile() as file:
        result = library.seccomp_export_bpf(context, file.fileno())
        library.seccomp_release(context)
        if result < 0:
            raise LayerError(f"seccomp_export_bpf: {os.strerror(-result)}")
        file.seek(0)
        return file.read()


def restrict(program: bytes) -> None:
    """Put the filter on this process and all its future threads. It cannot be removed.

    Raises:
        LayerError: the kernel refuses.
    """
    argument = _Program(len(program) // BPF_INSTRUCTION_BYTES, program)
    result = libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(MODE_FILTER), ctypes.byref(argument), 0, 0)
    check(result, "seccomp")
