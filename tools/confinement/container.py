"""Run a command in a container such as Docker makes: level 2 of confinement, or 2- with `--old`.

    python tools/confinement/container.py --venv FOLDER [--old] [--memory MIB] [--cpus N]
        [--bind FOLDER:PLACE] [--hide FILE] -- COMMAND …

runc makes it, without Docker. It has Docker's default capabilities and seccomp profile (`docker_profile.py`).
It has its own process, mount, network, IPC and host-name namespaces, but no user namespace. By default it has
the resources of Gradescope's smallest container: half a CPU and 768 MB without swap. `--old` takes Landlock
out of the profile, as those from before 2022 have it.

The container's files are this machine's own /usr and /etc, the folder of a virtual environment made with
Debian's Python, and this checkout at /checkout. Changes to them are thrown away. `/autograder` and
`/tmp` are empty at first. `--bind` shows a folder of this machine in it, to exchange files; `--hide` makes a
file unreadable, such as libseccomp.so.2 for level 0.

Needs root, runc (`apt-get install runc`) and overlayfs. Cleans up after itself, whatever happens.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from docker_profile import CAPABILITIES, profile

CHECKOUT = Path(__file__).resolve().parents[2]
MIB = 2**20
CPU_PERIOD = 100_000
MASKED = [
    "/proc/acpi",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/sys/firmware",
]
READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
LINKS = {"bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "lib64": "usr/lib64"}


def bundle(folder: Path, command: list[str], options: argparse.Namespace) -> None:
    """Write the input of `runc run` into `folder`: the root file system's skeleton and config.json."""
    root = folder / "rootfs"
    for name in ("tmp", "var/tmp"):
        (root / name).mkdir(parents=True)
        (root / name).chmod(0o1777)
    for name in ("autograder", "run"):
        (root / name).mkdir()
    (root / "root").mkdir(mode=0o700)
    for link, target in LINKS.items():
        (root / link).symlink_to(target)
    layered = {"/usr": Path("/usr"), "/etc": Path("/etc"), "/checkout": CHECKOUT}
    layered[str(options.venv)] = options.venv
    mounts = [_overlay(folder, place, source) for place, source in layered.items()]
    # Without Landlock permissions are all that keeps other users out: as of the unpacked zip, so of this.
    (folder / "checkout.upper").chmod(0o700 if options.old else 0o755)
    for pair in options.bind:
        source, _, place = pair.partition(":")
        mounts.append(_mount(place, "bind", str(Path(source).resolve()), "rbind", "rw"))
    config = {
        "ociVersion": "1.0.2",
        "process": _process(command, options),
        "root": {"path": "rootfs", "readonly": False},
        "hostname": "container",
        "mounts": [*_system_mounts(), *mounts],
        "linux": {
            "namespaces": [{"type": kind} for kind in ("pid", "network", "ipc", "uts", "mount")],
            "cgroupsPath": f"/{folder.name}",
            "resources": {
                "devices": [{"allow": False, "access": "rwm"}],
                "memory": {"limit": options.memory * MIB, "swap": options.memory * MIB},
                "cpu": {"quota": int(options.cpus * CPU_PERIOD), "period": CPU_PERIOD},
                "pids": {"limit": 1000},
            },
            "seccomp": profile(landlock=not options.old),
            "maskedPaths": [*MASKED, *options.hide],
            "readonlyPaths": READ_ONLY,
        },
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


def _process(command: list[str], options: argparse.Namespace) -> dict[str, Any]:
    kinds = ("bounding", "effective", "permitted")
    path = f"{options.venv}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {
        "terminal": False,
        "user": {"uid": 0, "gid": 0},
        "args": command,
        "env": [f"PATH={path}", "HOME=/root", "PYTHONPATH=/checkout", "PYTHONDONTWRITEBYTECODE=1"],
        "cwd": "/checkout",
        "capabilities": dict.fromkeys(kinds, CAPABILITIES),
        "noNewPrivileges": False,
    }


def _mount(place: str, kind: str, source: str, *options: str) -> dict[str, Any]:
    return {"destination": place, "type": kind, "source": source, "options": list(options)}


def _system_mounts() -> list[dict[str, Any]]:
    """Return the mounts that Docker gives every container."""
    safe = ("nosuid", "noexec", "nodev")
    return [
        _mount("/proc", "proc", "proc", *safe),
        _mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        _mount(
            "/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"
        ),
        _mount("/dev/shm", "tmpfs", "shm", *safe, "mode=1777", "size=65536k"),
        _mount("/dev/mqueue", "mqueue", "mqueue", *safe),
        _mount("/sys", "sysfs", "sysfs", *safe, "ro"),
        _mount("/sys/fs/cgroup", "cgroup", "cgroup", *safe, "relatime", "ro"),
    ]


def _overlay(folder: Path, place: str, source: Path) -> dict[str, Any]:
    """Return a writable view of a folder of this machine; the folder itself does not change."""
    name = place.strip("/").replace("/", "-")
    upper, work = folder / f"{name}.upper", folder / f"{name}.work"
    upper.mkdir()
    work.mkdir()
    return _mount(place, "overlay", "overlay", f"lowerdir={source}", f"upperdir={upper}", f"workdir={work}")


def run(command: list[str], options: argparse.Namespace) -> int:
    """Run the command, and return its exit status. The container and its files are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="autograder-level-2-"))
    folder.chmod(0o755)  # a container's root can be passed through by all its users
    try:
        bundle(folder, command, options)
        return subprocess.run(["runc", "run", "--bundle", str(folder), folder.name], check=False).returncode
    finally:
        # Complains on standard error if there is nothing to delete.
        subprocess.run(["runc", "delete", "--force", folder.name], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(folder)


def main() -> int:
    """Run the command that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--old", action="store_true")
    parser.add_argument("--memory", type=int, default=768)
    parser.add_argument("--cpus", type=float, default=0.5)
    parser.add_argument("--bind", action="append", default=[])
    parser.add_argument("--hide", action="append", default=[])
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("runc"):
        parser.error("runs as root, with runc installed")
    return run(options.command, options)


if __name__ == "__main__":
    sys.exit(main())
