"""The control groups of a process, in both versions, nested, and as a container sees them.

Kernel documentation: "Control Group v2"; man 7 cgroups; man 5 proc, `mountinfo`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

THIS_PROCESS = Path("/proc/self")


def groups(controller: str, process: Path = THIS_PROCESS) -> Iterator[tuple[Path, Path]]:
    """Yield where a hierarchy with a controller is mounted, with a process's own folder in it.

    Args:
        controller: such as ``memory`` or ``cpu``.
        process: its folder below /proc.
    """
    paths: dict[str, Path] = {}
    for line in read(process / "cgroup").splitlines():
        _, controllers, own = line.split(":", 2)
        if not controllers or controller in controllers.split(","):
            paths["cgroup" if controllers else "cgroup2"] = Path(own)
    for line in read(process / "mountinfo").splitlines():
        mount, _, system = line.partition(" - ")
        root, place = map(_unescaped, mount.split(" ")[3:5])
        kind, _, options = system.split(" ", 2)
        if kind not in paths or (kind == "cgroup" and controller not in options.split(",")):
            continue
        path = paths[kind]
        # Without a namespace of its own a container sees its host's path, but only the end of it is mounted.
        below = path.relative_to(root) if path.is_relative_to(root) else Path()
        yield Path(place), Path(place) / below


def read(path: Path) -> str:
    """Return the file's text, or "" if it is missing or may not be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _unescaped(text: str) -> str:
    """Decode the octal numbers that stand for blanks in the kernel's list of mounts."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
