"""Run a command in a memory control group of its own, without swap, and say how that went.

    python tools/confinement/memory_cgroup.py MIB COMMAND …

Prints the peak memory and how many processes the kernel killed because it ran out. Works with both versions
of control groups; needs root, and the memory controller in one of them. The group and its processes are gone
afterwards, whatever happens.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 2**20
VERSION_1, VERSION_2 = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")


class MemoryGroup:
    """A control group that limits memory; processes enter it by writing their id to `processes`."""

    def __init__(self, limit_bytes: int) -> None:
        name = f"autograder-memory-{os.getpid()}"
        if (VERSION_1 / "memory.limit_in_bytes").exists():
            self.folder = VERSION_1 / name
            limits = {"memory.limit_in_bytes": limit_bytes, "memory.memsw.limit_in_bytes": limit_bytes}
            self._peak, self._kills = "memory.max_usage_in_bytes", "memory.oom_control"
        else:
            # Fails where this is not the root of the hierarchy and has processes: the group cannot be made.
            (VERSION_2 / "cgroup.subtree_control").write_text("+memory", encoding="ascii")
            self.folder = VERSION_2 / name
            limits = {"memory.max": limit_bytes, "memory.swap.max": 0}
            self._peak, self._kills = "memory.peak", "memory.events"
        self.folder.mkdir()
        for file, value in limits.items():
            if (self.folder / file).exists():  # no file for swap where the kernel does not count it
                (self.folder / file).write_text(str(value), encoding="ascii")
        self.processes = self.folder / "cgroup.procs"

    def peak_bytes(self) -> int:
        """Return the peak memory in bytes."""
        return int((self.folder / self._peak).read_text(encoding="ascii"))

    def kills(self) -> int:
        """Return how many processes the kernel killed because the memory ran out."""
        lines = (self.folder / self._kills).read_text(encoding="ascii").splitlines()
        return int(dict(line.split() for line in lines)["oom_kill"])

    def remove(self) -> None:
        """Kill the remaining processes, and remove the group."""
        for _ in range(100):
            left = self.processes.read_text(encoding="ascii").split()
            for pid in left:
                os.kill(int(pid), signal.SIGKILL)
            if not left:
                break
            time.sleep(0.05)
        self.folder.rmdir()


@contextmanager
def memory_group(limit_bytes: int) -> Iterator[MemoryGroup]:
    """A group that is removed at the end."""
    group = MemoryGroup(limit_bytes)
    try:
        yield group
    finally:
        group.remove()


def main() -> int:
    """Run the command that the command line names."""
    if len(sys.argv) < 3 or not sys.argv[1].isdigit():
        print(__doc__)
        return 2
    with memory_group(int(sys.argv[1]) * MIB) as group:
        enter = ["sh", "-c", 'echo $$ >"$0" && exec "$@"', str(group.processes)]
        status = subprocess.run([*enter, *sys.argv[2:]], check=False).returncode
        print(f"at most {group.peak_bytes() // MIB} MiB, {group.kills()} processes ended by the kernel")
    return status


if __name__ == "__main__":
    sys.exit(main())
