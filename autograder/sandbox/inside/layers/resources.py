"""The kernel's limits on one worker's resources.

A worker reaches its own memory limit before the container's. At the container's limit the kernel would end
some process, and some platforms then end the whole container.
"""

import os
import resource
from pathlib import Path

from autograder.sandbox.inside.layers.container_memory import container_memory
from autograder.sandbox.inside.layers.system import LayerError

MIB = 2**20
# The most that is used beside a worker: the grader 70 MiB, the zygote 145, the zygote's pages that the worker
# has copied by writing to them 145, and the cached pages of library files without which everything stalls.
BESIDE = 448 * MIB
# The same on all machines with enough memory, so that a chaff behaves in the container as it did when the key
# was built. An optimizer's first step takes 80 MiB (torch imports its compiler), four threads 40, a solution
# 1.
MAX_ADDED, MIN_ADDED = 320 * MIB, 192 * MIB
MAX_CPU_SECONDS = 600
"""Of a whole worker. The grader keeps each call's own limit; this one ends a worker that nobody watches."""
MAX_THREADS = 64
"""Of one worker. The kernel counts them as processes."""
MAX_THREADS_OF_SHARED_USER = 256
"""Beyond those that the worker's user has already, if that user has other processes, too."""

# Once, in the zygote: its workers are in the same container.
CONTAINER_MEMORY = container_memory()


def limit_worker(*, same_user: bool) -> None:
    """Set the limits. Only root could raise them again.

    Args:
        same_user: whether the worker stays the grader's user.

    Raises:
        LayerError: the kernel refuses.
    """
    mapped, data = mapped_memory()
    added = memory_to_add(CONTAINER_MEMORY)
    limits = {
        # Shared mappings evade DATA alone, and unmapping libraries evades AS alone.
        resource.RLIMIT_AS: mapped + added,
        resource.RLIMIT_DATA: data + added,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_NPROC: max_threads(same_user=same_user),
        resource.RLIMIT_CORE: 1,  # byte: no core file, and unlike 0 no core piped to a program
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_SIGPENDING: 64,
    }
    for kind, value in limits.items():
        _, hard = resource.getrlimit(kind)
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))
    # If memory runs out all the same, the kernel ends this process before the grader.
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError as error:
        raise LayerError(f"oom_score_adj: {error.strerror}") from error


def memory_to_add(container: int) -> int:
    """Return how many bytes a worker may add to those that it was forked with.

    No allocation fills a container of 768 MiB. Code that makes the libraries' own pages writable, and writes
    to them, gets further; in a container of 1280 MiB that does not fill it either.

    >>> [memory_to_add(container * MIB) // MIB for container in (512, 700, 768, 1280, 8192)]
    [192, 252, 320, 320, 320]
    """
    return min(MAX_ADDED, max(MIN_ADDED, container - BESIDE))


def mapped_memory() -> tuple[int, int]:
    """Return the bytes that this process has mapped, and how many of them are private and writable."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    page = resource.getpagesize()
    return int(pages[0]) * page, int(pages[5]) * page


def max_threads(*, same_user: bool) -> int:
    """Return the thread limit of the worker's user. A shared user's present threads come on top."""
    return threads_of_user() + MAX_THREADS_OF_SHARED_USER if same_user else MAX_THREADS


def threads_of_user() -> int:
    """Return the number of threads of all visible processes of this user."""
    count = 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == os.geteuid():
                    count += Path(entry.path, "task").stat().st_nlink - 2  # one folder for each thread
            except FileNotFoundError:
                continue  # it has just ended
    return count
