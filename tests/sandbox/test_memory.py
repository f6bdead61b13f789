"""A submission that fills memory ends its own question, in a container's memory and with the kernel's help.

Each test runs in a memory control group of its own, without swap, which `tools/confinement/memory_cgroup.py`
makes as root.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.answer_key.build import packed_key
from autograder.catalog import Project
from autograder.messages import students

pytestmark = pytest.mark.root
CPU_BUILD_MIB = 146
"""What `import torch` allocates with the build for CPUs, which Gradescope's container has."""
GROUP = Path(__file__).parents[2] / "tools" / "confinement" / "memory_cgroup.py"
BOMBS = GROUP.with_name("bombs.py")


def in_group(mib: int, *command: object) -> tuple[list[str], int, int]:
    """Run a command in a group of `mib` MiB; return its lines, peak memory in MiB, and the kernel's kills."""
    done = subprocess.run(
        [sys.executable, GROUP, str(mib), *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    found = re.fullmatch(r"at most (\d+) MiB, (\d+) processes ended by the kernel", last)
    assert found
    return lines, int(found[1]), int(found[2])


@pytest.fixture(scope="module")
def more() -> int:
    """The MiB by which this machine's torch is larger: a build with CUDA allocates twice as much."""
    say = "import torch; print(open('/proc/self/status').read().split('RssAnon:')[1].split()[0])"
    done = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True)
    return max(0, int(done.stdout) // 1024 - CPU_BUILD_MIB)


@pytest.mark.slow
def test_no_allocation_fills_gradescopes_smallest_container(more: int) -> None:
    bombs = ["heap", "tensors", "shared", "stack", "copies"]
    size = 768 + 2 * more  # the zygote's own, and a worker's copy of them
    lines, most, kills = in_group(size, sys.executable, BOMBS, *bombs)
    ended = json.loads(lines[-1])
    assert ended.pop("right") == 42
    assert set(ended) == set(bombs)
    # Each had what a worker may add, a little of it used before the first MiB, and was then refused. Up to a
    # huge page of 2 MiB is free in the heap that it was forked with.
    assert all(280 <= reached <= 322 for reached in ended.values()), ended
    assert kills == 0
    assert most < size - 48


@pytest.mark.slow
def test_code_that_gets_round_its_limits_ends_itself_only(more: int) -> None:
    lines, most, kills = in_group(768 + more, sys.executable, BOMBS, "pages")
    assert json.loads(lines[-1]) == {"pages": "died", "right": 42}
    assert (most, kills) == (768 + more, 1)


def test_the_limit_of_ones_own_group_is_found() -> None:
    say = "from autograder.sandbox.inside.layers.container_memory import container_memory as c; print(c())"
    lines, _, _ = in_group(300, sys.executable, "-c", say)
    assert lines == [str(300 << 20)]


HIDDEN = '''
@pytest.mark.part("1.1.core")
def test_double(student, reference):
    """twice the number"""
    assert_same(student.double(2), reference.double(2))


@pytest.mark.part("1.1.errors")
def test_double_of_a_text(student):
    """a text has no double"""
    assert_raises(student.double("2"), "TypeError")


@pytest.mark.part("1.2.core")
def test_halve(student, reference):
    """half of the number"""
    assert_same(student.halve(6), reference.halve(6))
'''
FILLS_IT = """
def double(x):
    kept = []
    while True:
        kept.append(bytearray(b"x") * 1_000_000)


def halve(x):
    return x // 2
"""


@pytest.mark.slow
def test_where_memory_runs_out_the_worker_goes_and_the_rest_is_graded(
    tiny: Callable[..., Project], tmp_path: Path, more: int
) -> None:
    """In a group so small that the kernel has to end a process before the worker meets its limit."""
    project = tiny(HIDDEN)
    packed_key(project, 1)  # here, outside the group, there is memory for a second zygote
    (tmp_path / "student.py").write_text(FILLS_IT, encoding="utf-8")
    file = tmp_path / "results.json"
    command = "from autograder.cli import main; main()"
    words = ["grade", tmp_path, "--root", project.root, "--seed", "1", "--results", file]
    _, most, kills = in_group(300 + more, sys.executable, "-c", command, *words)
    assert (most, kills) == (300 + more, 1)
    results = json.loads(file.read_text(encoding="utf-8"))
    assert results["extra_data"]["state"] == "complete"
    assert results["score"] == 1.5
    said = [test["output"] for test in results["tests"] if "double" in test["name"]]
    assert any(students.calls.DIED in each for each in said)
