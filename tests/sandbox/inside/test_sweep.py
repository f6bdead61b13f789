"""The sweep ends and removes everything of one user, and nothing of another's."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import forked
import pytest

from autograder.sandbox.inside.layers.identity import random_uid
from autograder.sandbox.inside.sweep import end_processes, has_processes, remove_files, remove_folder

pytestmark = pytest.mark.root

Start = Callable[[int], int]


@pytest.fixture
def start_as() -> Iterator[Start]:
    """Start a user's process that sleeps in a session of its own, and return its process id."""
    started = []

    def start(uid: int) -> int:
        def sleep() -> None:
            os.setsid()
            os.setresuid(uid, uid, uid)
            time.sleep(60)

        child = forked.start(sleep)
        started.append(child)
        while not has_processes(uid):
            assert os.waitpid(child, os.WNOHANG) == (0, 0), "it could not become that user"
            time.sleep(0.01)
        return child

    yield start
    for pid in started:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, 9)
            os.waitpid(pid, 0)


def test_every_process_of_the_user_is_ended_and_no_other(start_as: Start) -> None:
    one, other = random_uid(), random_uid()
    children = [start_as(one), start_as(one)]
    bystander = start_as(other)
    assert end_processes(one)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [-9, -9]
    assert has_processes(other)
    assert os.waitpid(bystander, os.WNOHANG) == (0, 0)


def test_a_user_without_processes() -> None:
    assert not has_processes(random_uid())
    assert end_processes(random_uid())


def test_zombies_do_not_count(start_as: Start) -> None:
    uid = random_uid()
    os.kill(start_as(uid), 9)
    while has_processes(uid):
        time.sleep(0.01)
    assert os.getpriority(os.PRIO_USER, uid) == os.getpriority(
        os.PRIO_PROCESS, 0
    )  # the kernel still knows it
    assert end_processes(uid)


def test_the_users_files_are_removed_and_no_others(tmp_path: Path) -> None:
    uid = random_uid()
    (tmp_path / "ours").touch()
    (tmp_path / "theirs").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "below").touch()
    (tmp_path / "link").symlink_to(tmp_path / "ours")
    for name in ("theirs", "folder", "link"):
        os.chown(tmp_path / name, uid, uid, follow_symlinks=False)
    remove_files(uid, (str(tmp_path), str(tmp_path / "not there")))
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


def test_a_very_deep_folder_is_removed(tmp_path: Path) -> None:
    """Deeper than Python recurses, and than a path may be long."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(2_000):
        os.mkdir("deeper", dir_fd=here)
        lower = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = lower
        os.symlink(outside, "link", dir_fd=here)
    os.mkdir("deeper", dir_fd=here)
    os.close(here)
    remove_folder(str(tmp_path / "deeper"))
    assert [path.name for path in tmp_path.iterdir()] == ["outside"]
    assert (outside / "kept").exists()
