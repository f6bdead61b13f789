"""The memory limit of this process and those beside it: the lowest limit of its control groups.

Handles both versions of control groups, nested groups, and containers, which see their own group as the root
of the mounted tree. Kernel documentation: "Control Group v2", "Memory Resource Controller"; man 5 proc,
`mountinfo`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.inside.layers.control_groups import groups, read

# memory.high is a limit, too: above it the kernel slows a group down until nothing moves.
LIMITS = ("memory.max", "memory.high", "memory.limit_in_bytes")
NO_LIMIT = 1 << 60
"""Version 1 reports "none" as the largest number of whole pages."""


def container_memory(process: Path = Path("/proc/self")) -> int:
    """Return in bytes the lowest limit above this process, or the machine's memory if that is lower.

    Args:
        process: its folder below /proc.
    """
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([machine, *_limits(process)])


def _limits(process: Path) -> Iterator[int]:
    for mounted, own in groups("memory", process):
        for folder in (own, *own.parents):
            for name in LIMITS:
                text = read(folder / name).strip()
                # Version 2 says "max" if there is none.
                if text.isdigit() and int(text) < NO_LIMIT:
                    yield int(text)
            if folder == mounted:
                break
        # Version 1 reports limits of groups above the mounted one, which a container cannot see.
        for line in read(own / "memory.stat").splitlines():
            name, _, value = line.partition(" ")
            if name == "hierarchical_memory_limit" and int(value) < NO_LIMIT:
                yield int(value)
