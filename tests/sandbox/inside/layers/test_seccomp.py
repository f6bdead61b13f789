"""The system calls that a worker may make: those that honest code needs, and nothing else."""

import ctypes
from collections.abc import Callable

import pytest
import torch
from needs import cannot_run
from packaging.version import Version

from autograder.sandbox.inside.layers import seccomp
from autograder.sandbox.outcome import Outcome

Ask = Callable[..., Outcome]

REFUSED = {
    "fcntl": """
        library, (_, pipe) = os.open(torch.__file__, os.O_RDONLY), os.pipe()
        for command, argument in [
            (fcntl.F_SETLEASE, 0), (fcntl.F_GETLEASE, 0), (fcntl.F_NOTIFY, 1), (fcntl.F_SETOWN, 1),
            (fcntl.F_GETLK, bytes(32)), (fcntl.F_SETLK, bytes(32)), (37, bytes(32)), (10, 12), (15, bytes(8)),
            (1031, 1 << 20), (1032, 0), (1033, 1), (1034, 0), (1036, bytes(8)), (fcntl.F_SETFL, os.O_ASYNC),
            (fcntl.F_SETFL, os.O_DIRECT), (fcntl.F_SETFL, os.O_NOATIME), (4 | 1 << 40, os.O_ASYNC),
        ]:
            for file in (library, pipe):
                yield lambda: checked(libc.syscall(72, file, ctypes.c_long(command), argument))
""",
    "ioctl": """
        library = os.open(torch.__file__, os.O_RDONLY)
        for request in (0x80086601, 0x40086602, 0x801C581F, 0x401C5820, 0x541B, 0x5452, 0x8901, 0xC020660B):
            yield lambda: fcntl.ioctl(library, request, bytes(64))
""",
    "extended attributes": """
        yield lambda: os.listxattr("/")
        yield lambda: os.getxattr(__file__, "user.x")
        yield lambda: os.listxattr(os.open(__file__, os.O_RDONLY))
        yield lambda: os.setxattr(__file__, "user.x", b"")
""",
    "clocks": """
        for kind in (0, 1, 2, 3, 4, 6):
            for pid in (0, 1, os.getpid(), os.getppid()):
                yield lambda: time.clock_gettime((~pid << 3) | kind)
                yield lambda: time.clock_getres((~pid << 3) | kind)
        yield lambda: checked(libc.syscall(230, (~os.getpid() << 3) | 2, 0, (ctypes.c_long * 2)(), None))
""",
    "counts": """
        yield lambda: resource.getrusage(resource.RUSAGE_SELF)
        yield lambda: os.statvfs("/")
        yield lambda: os.getloadavg()
        yield lambda: os.getpriority(os.PRIO_PROCESS, 0)
""",
    "advice": """
        own, library = mmap.mmap(-1, 4096), os.open(torch.__file__, os.O_RDONLY)
        for advice in (3, 9, 12, 20, 21, 22, 23, 25, 100):
            yield lambda: own.madvise(advice)
        yield lambda: os.fsync(library)
        yield lambda: mmap.mmap(-1, 1 << 21, flags=0x40022)
""",
}
"""Ways into the kernel, by kind, yielded as functions that must raise PermissionError."""

PRELUDE = """
import ctypes, fcntl, mmap, os, resource, time
import torch

libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def ways():
%s

def f():
    reached = []
    for number, way in enumerate(ways()):
        try:
            way()
            reached.append(number)
        except PermissionError:
            pass
        except OSError as error:
            if "Load averages" not in str(error):
                reached.append(f"{number}: {error}")
    return [reached, number + 1]
"""


@pytest.mark.parametrize("kind", REFUSED)
def test_refused(ask: Ask, kind: str) -> None:
    reached, n_tried = ask(PRELUDE % REFUSED[kind].replace("\n    ", "\n")).value
    assert n_tried > 3
    assert reached == []


def test_what_honest_code_needs_works(ask: Ask) -> None:
    source = """
import fcntl, mmap, os, random, signal, sys, threading, time
from concurrent.futures import ThreadPoolExecutor

def f():
    readable, writable = os.pipe()
    os.set_inheritable(readable, True), os.set_inheritable(readable, False), os.set_blocking(readable, False)
    fcntl.fcntl(readable, fcntl.F_SETFL, fcntl.fcntl(readable, fcntl.F_GETFL) | os.O_NONBLOCK)
    fcntl.fcntl(readable, fcntl.F_DUPFD_CLOEXEC, 20), os.dup(writable), os.dup2(writable, 40)
    fcntl.fcntl(readable, fcntl.F_SETFD, fcntl.fcntl(readable, fcntl.F_GETFD))
    assert not os.isatty(readable) and not sys.stdout.isatty()
    for name in ("REALTIME", "MONOTONIC", "MONOTONIC_RAW", "BOOTTIME", "TAI", "PROCESS_CPUTIME_ID"):
        clock = getattr(time, f"CLOCK_{name}")
        time.clock_gettime(clock), time.clock_getres(clock)
    time.process_time(), time.thread_time(), time.sleep(0.001), os.times(), os.cpu_count(), os.uname()
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(abs, range(-10, 0))) == 55
    memory = mmap.mmap(-1, 1 << 20)
    memory.madvise(mmap.MADV_DONTNEED), memory.resize(1 << 21), memory.close()
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001), time.sleep(0.01)
    print("x", file=open(os.devnull, "w"))
    return [len(os.urandom(4)), random.SystemRandom().random() < 1, os.sched_getaffinity(0) != set()]
"""
    assert ask(source).value == [4, True, True]


def test_torch_at_work(ask: Ask) -> None:
    source = """
import torch
def f():
    torch.set_num_threads(3)
    for dtype in (torch.float32, torch.bfloat16, torch.float16, torch.float64):
        a = torch.ones(300, 300, dtype=dtype)
        (a @ a).sum()
    model = torch.nn.Sequential(torch.nn.Linear(8, 64), torch.nn.GELU(), torch.nn.Linear(64, 8))
    torch.nn.functional.cross_entropy(model(torch.randn(16, 8)), torch.arange(16) % 8).backward()
    query = torch.randn(1, 2, 8, 4, requires_grad=True)
    torch.nn.functional.scaled_dot_product_attention(query, query, query, is_causal=True).sum().backward()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        model(torch.randn(2, 8))
    torch.linalg.svd(torch.randn(50, 50)), torch.fft.fft(torch.randn(64)), torch.randn(10**6).sort()
    return list(torch.utils.data.DataLoader(range(4), batch_size=2))[1].tolist()
"""
    assert ask(source).value == [2, 3]


def test_optimizers_of_torch(ask: Ask) -> None:
    if Version(torch.__version__) < Version("2.13"):
        cannot_run("optimizers of torch 2.6 make a temporary folder when they are imported")
    source = """
import torch
def f():
    model = torch.nn.Linear(8, 8)
    for optimizer in (torch.optim.SGD(model.parameters(), 0.1), torch.optim.AdamW(model.parameters())):
        torch.nn.functional.cross_entropy(model(torch.randn(16, 8)), torch.arange(16) % 8).backward()
        optimizer.step()
    return len(optimizer.state)
"""
    assert ask(source).value == 2


def test_every_name_is_known_and_stands_once() -> None:
    """A name with a typing error would be skipped without a word."""
    library = ctypes.CDLL("libseccomp.so.2")
    names = " ".join(seccomp.ALLOWED.values()).split()
    by_arguments = {name for name, _ in seccomp._by_arguments()}
    assert len(names) == len(set(names))
    assert not by_arguments & {*names, *seccomp.UNKNOWN}
    for name in {*names, *by_arguments, *seccomp.UNKNOWN}:
        # Of another architecture its number is negative; -1 is a name that nobody knows.
        assert library.seccomp_syscall_resolve_name(name.encode()) != -1, name
