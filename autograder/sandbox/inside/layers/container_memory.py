"""How much memory this process and those beside it may use: the tightest limit of its control groups.

Both versions of control groups, nested ones, and containers, which see their own group as the root of what
is mounted. Kernel documentation: "Control Group v2", "Memory Resource Controller"; man 5 proc, `mountinfo`.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

# Above memory.high the kernel slows a group down until nothing moves: a limit, too.
LIMITS = ("memory.max", "memory.high", "memory.limit_in_bytes")
NO_LIMIT = 1 << 60
"""Version 1 says "none" by the largest number of whole pages."""


def container_memory(process: Path = Path("/proc/self")) -> int:
    """Bytes: the least of all limits above this process, the machine's own memory among them.

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
                # Version 2 says "max" where there is none.
                if text.isdigit() and int(text) < NO_LIMIT:
                    yield int(text)
            if folder == mounted:
                break
        # Version 1 knows of groups above the mounted one, which a container cannot see.
        for line in _read(own / "memory.stat").splitlines():
            name, _, value = line.partition(" ")
            if name == "hierarchical_memory_limit" and int(value) < NO_LIMIT:
                yield int(value)


def _groups(process: Path) -> Iterator[tuple[Path, Path]]:
    """Where a hierarchy that counts memory is mounted, and this process's own folder in it."""
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
        # Without a namespace of its own a container sees its host's path, and only the end of it mounted.
        below = path.relative_to(root) if path.is_relative_to(root) else Path()
        yield Path(place), Path(place) / below


def _read(path: Path) -> str:
    """The file's text; nothing where there is no such file, or none that this user may read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _unescaped(text: str) -> str:
    """Blanks in the kernel's lists of mounts are written as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
