"""The memory limit of this process and those beside it: the lowest limit of its control groups.

Handles both versions of control groups, nested groups, and containers, which see their own group as the root
of the mounted tree. Kernel documentation: "Control Group v2", "Memory Resource Controller"; man 5 proc,
`mountinfo`.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

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
    for mounted, own in _groups(process):
        for folder in (own, *own.parents):
            for name in LIMITS:
                text = _read(folder / name).strip()
                # Version 2 says "max" if there is none.
                if text.isdigit() and int(text) < NO_LIMIT:
                    yield int(text)
            if folder == mounted:
                break
        # Version 1 reports limits of groups above the mounted one, which a container cannot see.
        for line in _read(own / "memory.stat").splitlines():
            name, _, value = line.partition(" ")
            if name == "hierarchical_memory_limit" and int(value) < NO_LIMIT:
                yield int(value)


def _groups(process: Path) -> Iterator[tuple[Path, Path]]:
    """Yield where a hierarchy that counts memory is mounted, with this process's own folder in it."""
    paths: dict[str, Path] = {}
    for line in _read(process / "cgroup").splitlines():
        _, controllers, own = line.split(":", 2)
        if not controllers or "memory" in controllers.split(","):
            paths["cgroup" if controllers else "cgroup2"] = Path(own)
    for line in _read(process / "mountinfo").splitlines():
        mount, _, system = line.partition(" - ")
        root, place = map(_unescaped, mount.split(" ")[3:5])
        kind, _, options = system.split(" ", 2)
        if kind not in paths or (kind == "cgroup" and "memory" not in options.split(",")):
            continue
        path = paths[kind]
        # Without a namespace of its own a container sees its host's path, but only the end of it is mounted.
        below = path.relative_to(root) if path.is_relative_to(root) else Path()
        yield Path(place), Path(place) / below


def _read(path: Path) -> str:
    """Return the file's text, or "" if it is missing or may not be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _unescaped(text: str) -> str:
    """Decode the octal numbers that stand for blanks in the kernel's list of mounts."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
