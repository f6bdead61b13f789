"""The lowest memory limit of a process is found, in all ways that the kernel shows it."""

import os
from pathlib import Path

import pytest

from autograder.sandbox.inside.layers.container_memory import container_memory

MIB = 2**20
MACHINE = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
NONE_IN_VERSION_1 = str(0x7FFFFFFFFFFFF000)  # the largest number of whole pages


def process_in(
    tmp_path: Path, groups: str, mounts: list[tuple[str, str, str]], files: dict[str, str]
) -> Path:
    """Make a process's folder as the kernel fills it below /proc. `files` are the limits.

    Args:
        groups: its file `cgroup`.
        mounts: of each hierarchy, what of it is mounted, where below `tmp_path`, and its kind and options.
    """
    process = tmp_path / "proc"
    process.mkdir()
    (process / "cgroup").write_text(groups, encoding="ascii")
    lines = ["22 1 0:20 / / rw,relatime - ext4 /dev/root rw"]
    for root, place, kind in mounts:
        at = str(tmp_path / place).replace(" ", "\\040")
        lines.append(f"30 22 0:26 {root} {at} ro,nosuid shared:9 - {kind}")
    (process / "mountinfo").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text + "\n", encoding="ascii")
    return process


VERSION_2 = "cgroup2 cgroup2 rw"
VERSION_1 = "cgroup cgroup rw,memory"
CASES = {
    "a container, version 2": ("0::/\n", [("/", "cg", VERSION_2)], {"cg/memory.max": str(768 * MIB)}, 768),
    "a limit further up": (
        "0::/job/step\n",
        [("/", "cg", VERSION_2)],
        {"cg/job/step/memory.max": "max", "cg/job/memory.max": str(900 * MIB), "cg/memory.max": "max"},
        900,
    ),
    "a tighter one further up": (
        "0::/job/step\n",
        [("/", "cg", VERSION_2)],
        {"cg/job/step/memory.max": str(900 * MIB), "cg/job/memory.max": str(800 * MIB)},
        800,
    ),
    "slowed down before it is full": (
        "0::/\n",
        [("/", "cg", VERSION_2)],
        {"cg/memory.max": str(768 * MIB), "cg/memory.high": str(700 * MIB)},
        700,
    ),
    "a container, version 1, that sees its host's path": (
        "5:cpu,cpuacct:/docker/0123\n4:memory:/docker/0123\n",
        [("/docker/0123", "cpu", "cgroup cgroup rw,cpu,cpuacct"), ("/docker/0123", "memory", VERSION_1)],
        {"memory/memory.limit_in_bytes": str(512 * MIB), "cpu/memory.limit_in_bytes": "1"},
        512,
    ),
    "a limit above what a container sees, version 1": (
        "4:memory:/pod/one\n",
        [("/pod/one", "memory", VERSION_1)],
        {
            "memory/memory.limit_in_bytes": NONE_IN_VERSION_1,
            "memory/memory.stat": f"cache 1\nhierarchical_memory_limit {600 * MIB}\nrss 2",
        },
        600,
    ),
    "both versions at once": (
        "4:memory:/one\n0::/\n",
        [("/", "memory", VERSION_1), ("/", "unified", VERSION_2)],
        {"memory/one/memory.limit_in_bytes": str(640 * MIB)},
        640,
    ),
    "a group that is not below what is mounted": (
        "0::/elsewhere\n",
        [("/here", "cg", VERSION_2)],
        {"cg/memory.max": str(700 * MIB)},
        700,
    ),
    "a blank in the path": ("0::/\n", [("/", "c g", VERSION_2)], {"c g/memory.max": str(768 * MIB)}, 768),
}


@pytest.mark.parametrize("name", CASES)
def test_the_lowest_limit_counts(tmp_path: Path, name: str) -> None:
    groups, mounts, files, mib = CASES[name]
    assert container_memory(process_in(tmp_path, groups, mounts, files)) == mib * MIB


@pytest.mark.parametrize("limit", ["max", NONE_IN_VERSION_1, str(MACHINE + 1)])
def test_without_a_limit_it_is_the_machines_memory(tmp_path: Path, limit: str) -> None:
    files = {"cg/memory.max": limit, "cg/memory.limit_in_bytes": limit}
    assert container_memory(process_in(tmp_path, "0::/\n", [("/", "cg", VERSION_2)], files)) == MACHINE


def test_without_control_groups_it_is_the_machines_memory(tmp_path: Path) -> None:
    assert container_memory(tmp_path / "no such process") == MACHINE
    assert container_memory(process_in(tmp_path, "", [], {})) == MACHINE
