"""Run a command in a machine of its own, as far as namespaces make one, for attacks that nothing else stops.

The machine has its own processes, mounts, network (with a loopback) and System V objects. All files are
there, but changes go to memory and are gone afterwards. `/tmp`, `/dev/shm` and the like are empty, and memory
has a limit. Needs root on Linux with overlayfs.
"""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from memory_cgroup import memory_group

DISK = "1g"
UPPER = Path("/upper")
"""Where, inside, everything that was written outside of the empty places can be seen."""
# $0: an empty folder; $1: where to bind what lies in /tmp; the rest: the command, which is process 1.
MAKE_MACHINE = """
set -eu
top=$0; keep=$1; shift
echo 0 > "$GROUP"
mount --make-rprivate /
mount -t tmpfs -o size=$DISK,mode=755 tmpfs "$top"
mkdir "$top/upper" "$top/work" "$top/root"
mount -t overlay -o "lowerdir=/,upperdir=$top/upper,workdir=$top/work" overlay "$top/root"
root=$top/root
mkdir -p "$root/autograder" "$root/upper"
mount -t tmpfs -o size=$DISK,mode=755 tmpfs "$root/autograder"
mount --bind "$top/upper" "$root/upper"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o size=1m,mode=755 tmpfs "$root/dev"
for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/dev/shm" "$root/dev/mqueue"
mount -t mqueue mqueue "$root/dev/mqueue"
for place in tmp var/tmp run/lock dev/shm; do
    [ -L "$root/$place" ] || mount -t tmpfs -o size=$DISK,mode=1777 tmpfs "$root/$place"
done
IFS=:
for path in $keep; do
    mkdir -p "$root$path"
    mount --bind "$path" "$root$path"
    mount -o remount,bind,ro "$root$path"
done
ip link set lo up
exec chroot "$root" "$@"
"""


def run_isolated(
    command: Sequence[str],
    *,
    keep: Sequence[Path],
    seconds: float,
    memory_mib: int,
    env: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command to its end or its timeout, and return its output.

    Args:
        keep: folders that must be there, read-only, although they may lie in a place that is empty there.
    """
    kept = ":".join(str(path) for path in keep if _is_hidden(path))
    with tempfile.TemporaryDirectory(prefix="machine-") as top, memory_group(memory_mib << 20) as group:
        unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--net", "--ipc", "--uts"]
        process = subprocess.Popen(
            [*unshare, "bash", "-c", MAKE_MACHINE, top, kept, *command],
            env={**(env or os.environ), "DISK": DISK, "GROUP": str(group.processes)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            said, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            said, errors = process.communicate()
            return subprocess.CompletedProcess(command, -signal.SIGALRM, said, errors)
    return subprocess.CompletedProcess(command, process.returncode, said, errors)


def _is_hidden(path: Path) -> bool:
    return any(path.resolve().is_relative_to(place) for place in ("/tmp", "/var/tmp", "/run/lock", "/dev"))
