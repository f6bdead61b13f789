"""seccomp: the system calls that a worker may make. All others are refused.

Landlock guards files and TCP. This guards the rest: processes, sockets, memory outside of limits, other
processes, and what the kernel tells about the machine. The list was made with strace, from NumPy and torch at
work (optimizers, threads, attention, half precision, autocast, compilation), and from the sources of glibc.
libseccomp knows the numbers of the calls; it is called by ctypes, because its Python packages are stale and
partial.
"""

import ctypes
import errno
import os
import tempfile
from collections.abc import Iterator

from autograder.sandbox.inside.layers.system import LayerError, check, libc

ALLOW, REFUSE = 0x7FFF0000, 0x00050000
CMP_EQ, CMP_MASKED_EQ = 4, 7
INT = 0xFFFFFFFF
"""The kernel reads only the lower half of an `int` argument, so a filter must, too."""
CLONE_THREAD = 0x00010000
MAP_HUGETLB = 0x00040000

ALLOWED = {
    "its own memory: glibc, Python and torch allocate by these": "brk munmap mprotect mremap",
    "threads, clocks and waiting": (
        "futex set_robust_list rseq set_tid_address gettid sched_yield getcpu sched_getaffinity "
        "sched_getparam sched_getscheduler sched_get_priority_min sched_get_priority_max exit exit_group "
        "restart_syscall nanosleep pause poll ppoll select pselect6 time gettimeofday times "
        # oneDNN asks for the processor's matrix registers by the last one
        "arch_prctl"
    ),
    "signals of its own: faulthandler, time limits of its own": (
        "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack "
        "alarm getitimer setitimer"
    ),
    "files: Landlock decides which": (
        "open openat creat close close_range read write readv writev pread64 pwrite64 preadv pwritev lseek "
        "dup dup2 dup3 pipe pipe2 stat fstat lstat newfstatat statx access faccessat faccessat2 readlink "
        "readlinkat getdents getdents64 getcwd chdir fchdir umask"
    ),
    "changes of files that Landlock refuses, in words that programs know": (
        "mkdir mkdirat rmdir rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat"
    ),
    "what it is": (
        "getpid getppid getpgrp getuid geteuid getgid getegid getresuid getresgid getgroups uname getrlimit "
        # programs lower their own limits
        "setrlimit getrandom"
    ),
    "the name of the socket that it was given: Python asks for it": "getsockname",
}
"""System calls by their use. Names that an architecture does not have are skipped."""

# Calls newer than Linux 5.15 have the same numbers on all architectures, but a libseccomp may not know their
# names (cachestat, fchmodat2, statmount, setxattrat, file_setattr, …). To a worker the kernel seems older.
TOO_NEW = range(449, 600)
# glibc falls back on clone, whose flags a filter can read; others fall back on openat.
UNKNOWN = ("clone3", "openat2")

# A clock may name a process: a negative one its CPU time, by which the grader could be timed. These do not.
CLOCKS = (0, 1, 2, 3, 4, 5, 6, 7, 11)
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC. Not leases, locks, owners, signals, watches of folders.
FCNTL = (0, 1, 2, 3, 1030)
F_SETFL = 4
# Is it a terminal (TCGETS, TCGETS2), how wide (TIOCGWINSZ), and what `fcntl` sets, too (FIONBIO, FI(O)NCLEX).
IOCTL = (0x5401, 0x802C542A, 0x5413, 0x5421, 0x5450, 0x5451)
# DONTNEED, FREE, HUGEPAGE, NOHUGEPAGE, DONTDUMP, DODUMP, GUARD_INSTALL, GUARD_REMOVE: of its own memory. Not
# those that change the page cache or look for equal pages.
MADVISE = (4, 8, 14, 15, 16, 17, 102, 103)
# The name of a thread, and on ARM the width of its vectors.
PR_SET_NAME, PR_GET_NAME, PR_SVE_GET_VL, PR_SME_GET_VL = 15, 16, 51, 64
PRCTL = (PR_SET_NAME, PR_GET_NAME, PR_SVE_GET_VL, PR_SME_GET_VL)
SOL_SOCKET, SOCKET_OPTIONS = 1, (3, 4, 38, 39)
"""SO_TYPE, SO_ERROR, SO_PROTOCOL and SO_DOMAIN. Not SO_PEERPIDFD: the socket shows no process behind it."""
# MSG_DONTWAIT and MSG_NOSIGNAL; MSG_PEEK, MSG_DONTWAIT and MSG_WAITALL. Not MSG_OOB.
SEND_FLAGS, RECEIVE_FLAGS = 0x4040, 0x0142
PR_SET_SECCOMP, MODE_FILTER = 22, 2
OPTIMIZE, AS_TREE = 8, 2
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


def _by_arguments() -> Iterator[tuple[str, tuple[_Comparison, ...]]]:
    """Yield each call that only some arguments allow, once for each way."""
    for name, argument, allowed in (
        *(("clock_gettime", 0, CLOCKS), ("clock_getres", 0, CLOCKS), ("clock_nanosleep", 0, CLOCKS)),
        *(("fcntl", 1, FCNTL), ("ioctl", 1, IOCTL), ("madvise", 2, MADVISE), ("prctl", 0, PRCTL)),
    ):
        for value in allowed:
            yield name, (_masked(argument, INT, value),)
    # Signals when there is input; reading past the page cache; reading without a trace.
    forbidden = os.O_ASYNC | os.O_DIRECT | os.O_NOATIME
    yield "fcntl", (_masked(1, INT, F_SETFL), _masked(2, forbidden, 0))
    yield "clone", (_masked(0, CLONE_THREAD, CLONE_THREAD),)
    yield "mmap", (_masked(3, MAP_HUGETLB, 0),)  # huge pages come from a pool that all processes share
    # The first argument names a process: 0 is the calling one.
    yield "prlimit64", (_Comparison(0, CMP_EQ, 0, 0),)
    yield "sched_setaffinity", (_Comparison(0, CMP_EQ, 0, 0),)
    # To the peer only, and nothing but bytes.
    yield "sendto", (_masked(3, INT & ~SEND_FLAGS, 0), _Comparison(4, CMP_EQ, 0, 0))
    yield "recvfrom", (_masked(3, INT & ~RECEIVE_FLAGS, 0),)
    for option in SOCKET_OPTIONS:
        yield "getsockopt", (_masked(1, INT, SOL_SOCKET), _masked(2, INT, option))


def _masked(argument: int, mask: int, value: int) -> _Comparison:
    return _Comparison(argument, CMP_MASKED_EQ, mask, value)


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
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(REFUSE | errno.EPERM)))
    # A tree is faster than a list: the kernel tries all calls against a new filter.
    library.seccomp_attr_set(context, OPTIMIZE, ctypes.c_uint32(AS_TREE))

    def rule(action: int, number: int, *comparisons: _Comparison) -> None:
        array = (_Comparison * len(comparisons))(*comparisons)
        result = library.seccomp_rule_add_array(
            context, ctypes.c_uint32(action), number, len(comparisons), array
        )
        if result < 0:
            raise LayerError(f"seccomp rule for system call {number}: {os.strerror(-result)}")

    def on(action: int, name: str, *comparisons: _Comparison) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # otherwise this architecture does not have it
            rule(action, number, *comparisons)

    for names in ALLOWED.values():
        for name in names.split():
            on(ALLOW, name)
    for name, comparisons in _by_arguments():
        on(ALLOW, name, *comparisons)
    for name in UNKNOWN:
        on(REFUSE | errno.ENOSYS, name)
    for number in TOO_NEW:
        rule(REFUSE | errno.ENOSYS, number)
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
