"""Limits of the kernel on what one worker may use.

Memory is limited so that a worker meets its own limit before the container meets the container's: there the
kernel would end some process, and some platforms then end the whole container.
"""

import os
import resource
from pathlib import Path

from autograder.sandbox.inside.layers.container_memory import container_memory
from autograder.sandbox.inside.layers.system import LayerError

MIB = 2**20
# What stands beside a worker, at its most: the grader 70 MiB, the zygote 145, pages of the zygote's that the
# worker made its own by writing to them 145, and what of the libraries' files must stay for anything to move.
BESIDE = 448 * MIB
# The same wherever there is room, so that what a chaff did when the key was built holds in the container. An
# optimizer's first step takes 80 MiB (torch imports its compiler), four threads 40, a solution 1.
ADDED, LEAST_ADDED = 320 * MIB, 192 * MIB
CPU_SECONDS = 600
"""Of one worker in all: each call has its own limit, kept by the grader; this ends what nobody watches."""
THREADS = 64
"""Of one worker: they count as processes do."""
THREADS_OF_SHARED_USER = 256
"""Above those that a user who shares a worker's id has already: of these, some may be started meanwhile."""

# Once, in the zygote: its workers stand in the same container.
CONTAINER_MEMORY = container_memory()


def limit_worker() -> None:
    """Sets the limits; they cannot be raised again once the process is no longer root.

    Raises:
        LayerError: the kernel refuses.
    """
    mapped, data = mapped_memory()
    added = memory_to_add(CONTAINER_MEMORY)
    limits = {
        # DATA alone is passed by shared mappings; AS alone by taking libraries out of the address space.
        resource.RLIMIT_AS: mapped + added,
        resource.RLIMIT_DATA: data + added,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_NPROC: most_threads(),
        resource.RLIMIT_CORE: 1,  # byte: none in a file, and, unlike 0, none piped to a program either
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_SIGPENDING: 64,
    }
    for kind, value in limits.items():
        _, most = resource.getrlimit(kind)
        limit = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(kind, (limit, limit))
    # Where memory runs out all the same, the kernel's killer takes this process before the grader.
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError as error:
        raise LayerError(f"oom_score_adj: {error.strerror}") from error


def memory_to_add(container: int) -> int:
    """Bytes that a worker may add to those that it was forked with.

    So many that no allocation fills a container of 768 MiB. Code that makes the libraries' own pages
    writable, and writes to them, gets further; in one of 1280 MiB not even that fills it.

    >>> [memory_to_add(container * MIB) // MIB for container in (512, 700, 768, 1280, 8192)]
    [192, 252, 320, 320, 320]
    """
    return min(ADDED, max(LEAST_ADDED, container - BESIDE))


def mapped_memory() -> tuple[int, int]:
    """Bytes that this process has mapped, and those of them that are private and writable."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    page = resource.getpagesize()
    return int(pages[0]) * page, int(pages[5]) * page


def most_threads() -> int:
    """How many threads the worker's user may have: of the same user as the grader, more than it has now."""
    return THREADS if os.geteuid() == 0 else threads_of_user() + THREADS_OF_SHARED_USER


def threads_of_user() -> int:
    """The threads of all processes of this user that can be seen."""
    count = 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == os.geteuid():
                    count += Path(entry.path, "task").stat().st_nlink - 2  # one folder for each thread
            except FileNotFoundError:
                continue  # it has just ended
    return count
