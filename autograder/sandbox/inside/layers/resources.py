"""Limits of the kernel on what one worker may use."""

import resource
from pathlib import Path

from autograder.sandbox.inside.layers.system import LayerError

MIB = 2**20
# CPU torch maps about 600 MiB before it computes anything.
LEAST_MEMORY = 1024 * MIB
MOST_MEMORY = 3072 * MIB
GRADER_SHARE = 200 * MIB
CPU_SECONDS = 600
"""Of one worker in all: each call has its own limit, kept by the grader; this ends what nobody watches."""


def limit_worker() -> None:
    """Sets the limits; they cannot be raised again once the process is no longer root.

    Raises:
        LayerError: the kernel refuses.
    """
    memory_bytes = memory_limit()
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        # DATA alone is passed by shared mappings, AS alone by none: both, for the clearer error.
        resource.RLIMIT_DATA: memory_bytes,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_NPROC: 64,
        resource.RLIMIT_CORE: 0,
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
    # When memory runs out, the kernel's killer takes this process before the grader.
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError as error:
        raise LayerError(f"oom_score_adj: {error.strerror}") from error


def memory_limit() -> int:
    """Bytes of address space for a worker: what the container has, less the grader's share."""
    container = container_memory()
    return MOST_MEMORY if container is None else min(MOST_MEMORY, max(LEAST_MEMORY, container - GRADER_SHARE))


def container_memory() -> int | None:
    """The memory limit of this container, None when there is none."""
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(path).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdigit() and int(text) < 1 << 60:
            return int(text)
    return None
