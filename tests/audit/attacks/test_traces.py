"""What a submission leaves behind is found: files, processes, objects of the kernel, a changed grader."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import forked
import psutil
import pytest

from autograder.audit.attacks import traces
from autograder.audit.attacks.private import subreaper
from autograder.audit.attacks.traces import Places, left_behind, look, worker_uids
from autograder.sandbox.inside.layers.system import libc
from autograder.sandbox.inside.sweep import remove_folder

A_WORKER = 234_567
Watch = Callable[[Callable[[], object]], list[str]]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("private", "shared", "fixed"):
        (tmp_path / name).mkdir()
    (tmp_path / "fixed" / "file").write_text("as it was", encoding="utf-8")
    return Places(*((tmp_path / name,) for name in ("private", "shared", "fixed")))


@pytest.fixture
def watch(places: Places, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """What is left behind by some work, where workers have users of their own."""
    monkeypatch.setattr(traces, "GRACE_SECONDS", 0.3)

    def watched(work: Callable[[], object]) -> list[str]:
        def look_again() -> traces.Snapshot:
            return look(places, worker_uids(True))

        before = look_again()
        work()
        complaints, processes = left_behind(before, look_again)
        traces.end_processes(processes)
        assert not look_again().processes & processes
        return complaints

    return watched


def test_nothing_left_is_no_complaint(watch: Watch, tmp_path: Path) -> None:
    def comes_and_goes() -> None:
        subprocess.run([sys.executable, "-c", ""], check=True)
        (tmp_path / "private" / "a").write_text("", encoding="utf-8")
        (tmp_path / "private" / "a").unlink()

    assert watch(comes_and_goes) == []


def test_a_file_in_a_private_folder_is_left_whoever_owns_it(watch: Watch, tmp_path: Path) -> None:
    path = tmp_path / "private" / "deep" / "file"

    def leave() -> None:
        path.parent.mkdir()
        path.symlink_to("/etc/passwd")

    assert watch(leave) == [f"left a file: {path.parent}", f"left a file: {path}"]


@pytest.mark.root
def test_a_file_in_a_shared_folder_is_left_if_a_worker_owns_it(watch: Watch, tmp_path: Path) -> None:
    def leave() -> None:
        for name in ("ours", "theirs"):
            (tmp_path / "shared" / name).write_text("", encoding="utf-8")
        os.chown(tmp_path / "shared" / "theirs", A_WORKER, A_WORKER)

    assert watch(leave) == [f"left a file: {tmp_path / 'shared' / 'theirs'}"]


def test_where_workers_are_ourselves_a_shared_file_is_left_unless_it_is_a_graders(tmp_path: Path) -> None:
    places = Places(shared=(tmp_path,))
    before = look(places, worker_uids(False))
    (tmp_path / "autograder-abc").mkdir()
    (tmp_path / "autograder-abc" / "stage.py").write_text("", encoding="utf-8")
    (tmp_path / "left").write_text("", encoding="utf-8")
    complaints, _ = left_behind(before, lambda: look(places, worker_uids(False)))
    assert complaints == [f"left a file: {tmp_path / 'left'}"]


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda folder: (folder / "file").write_text("else", encoding="utf-8"), "changed"),
        (lambda folder: (folder / "file").chmod(0o600), "changed"),
        (lambda folder: (folder / "file").unlink(), "removed"),
    ],
)
def test_what_is_fixed_must_stay(
    watch: Watch, tmp_path: Path, work: Callable[[Path], object], said: str
) -> None:
    complaints = watch(lambda: work(tmp_path / "fixed"))
    assert complaints == [f"{said} what nobody may change: {tmp_path / 'fixed' / 'file'}"]


def test_a_forged_time_hides_no_change(watch: Watch, tmp_path: Path) -> None:
    path = tmp_path / "fixed" / "file"

    def change() -> None:
        before = path.stat()
        path.write_text("as it wAs", encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert watch(change) == [f"changed what nobody may change: {path}"]


@pytest.mark.root
def test_byte_code_beside_our_sources_is_ours_unless_a_worker_owns_it(watch: Watch, tmp_path: Path) -> None:
    cache = tmp_path / "fixed" / "__pycache__"

    def compile_two() -> None:
        cache.mkdir()
        for name in ("ours.pyc", "theirs.pyc"):
            (cache / name).write_bytes(b"")
        os.chown(cache / "theirs.pyc", A_WORKER, A_WORKER)

    assert watch(compile_two) == [f"made what nobody may change: {cache / 'theirs.pyc'}"]


def test_a_process_is_found_though_its_parents_are_gone(watch: Watch) -> None:
    daemon = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
"""
    with subreaper():
        complaints = watch(lambda: subprocess.run([sys.executable, "-c", daemon], check=True))
    (complaint,) = complaints
    assert complaint.startswith("left a process: ")
    assert "import os, time" in complaint


def test_a_process_that_is_about_to_end_gets_a_moment(watch: Watch) -> None:
    ends_soon = "import os, time\nif os.fork() == 0:\n    time.sleep(0.1)"
    with subreaper():
        assert watch(lambda: subprocess.run([sys.executable, "-c", ends_soon], check=True)) == []


@pytest.mark.root
def test_system_v_objects_of_workers_are_found(watch: Watch) -> None:
    segments: list[int] = []

    def share() -> None:
        def make() -> None:
            os.setresuid(A_WORKER, A_WORKER, A_WORKER)
            assert libc.shmget(0, 4096, 0o1600) >= 0

        forked.run(make)
        listed = Path("/proc/sysvipc/shm").read_text(encoding="ascii").splitlines()[1:]
        segments.extend(int(line.split()[1]) for line in listed if f" {A_WORKER} " in line)

    try:
        assert watch(share) == [f"left a System V shm: {segment}" for segment in segments]
    finally:
        for segment in segments:
            libc.shmctl(segment, 0, None)
    assert len(segments) == 1


@pytest.mark.root
def test_a_grader_that_was_made_slower_is_found(watch: Watch) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    try:
        complaints = watch(lambda: os.setpriority(os.PRIO_PROCESS, 0, before + 1))
    finally:
        os.setpriority(os.PRIO_PROCESS, 0, before)
    assert complaints == [f"changed the grader's own priority: {before} to {before + 1}"]


def test_only_our_own_descendants_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    # No process has this start time: an id that was taken over by another is left alone.
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        earlier = psutil.Process(child.pid)
        monkeypatch.setattr(earlier, "_ident", (child.pid, 0.0))
        traces.end_processes([earlier])
        assert child.poll() is None
        child.send_signal(signal.SIGKILL)


@pytest.mark.slow
def test_a_folder_deeper_than_a_path_may_be_is_no_error(tmp_path: Path) -> None:
    """Another user's, in a shared `/tmp`. Its upper folders are found."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_000):
        os.mkdir("deeper", dir_fd=here)
        lower = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = lower
    os.close(here)
    found = traces.entries([tmp_path])
    assert str(tmp_path / "deeper" / "deeper") in found
    remove_folder(str(tmp_path / "deeper"))
