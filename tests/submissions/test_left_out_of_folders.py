"""Odd files of a folder, such as no zip holds: pipes, links, other names, and very many of them."""

import os
import socket
import time
from pathlib import Path

import pytest
from left_out import files_of, skipped, taken

from autograder.messages import students
from autograder.submissions import stage as stage_module
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import MAX_FILE_BYTES


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    (tmp_path / "provided").mkdir()
    folder = tmp_path / "handed_in"
    folder.mkdir()
    (folder / "memory.py").write_bytes(b"mine")
    return folder


def test_two_names_that_become_one(handed_in: Path) -> None:
    (handed_in / "e\u0301.py").write_bytes(b"decomposed")
    (handed_in / "\u00e9.py").write_bytes(b"composed")
    with taken(handed_in) as (_, stage, notes):
        assert files_of(stage) == {"memory.py": b"mine", "\u00e9.py": b"decomposed"}
        assert notes.lines == (skipped(Reason.SAME_NAME, "'\u00e9.py'"),)


def test_a_name_that_is_no_text(handed_in: Path) -> None:
    Path(os.fsdecode(os.fsencode(handed_in) + b"/n\xff\xfe.py")).write_bytes(b"x")
    with taken(handed_in) as (_, stage, notes):
        assert files_of(stage) == {"memory.py": b"mine", "n__.py": b"x"}
        assert notes.lines == ()


@pytest.mark.parametrize("name", ["pretraining.py", "helper.py"])
def test_pipes_and_sockets_neither_block_nor_count(handed_in: Path, name: str) -> None:
    os.mkfifo(handed_in / name)
    os.mkfifo(handed_in / "q1_pretraining.md")
    listener = socket.socket(socket.AF_UNIX)
    with listener:
        listener.bind(os.path.relpath(handed_in / "socket.py"))
        began = time.monotonic()
        with taken(handed_in) as (submission, stage, notes):
            assert list(files_of(stage)) == ["memory.py"]
            assert submission.text("written/q1_pretraining.md") is None
        assert time.monotonic() - began < 10
    assert notes.lines[0].endswith(students.skipped.why(Reason.NOT_REGULAR.value))


def test_devices_are_not_opened(handed_in: Path) -> None:
    (handed_in / "pretraining.py").symlink_to("/dev/zero")
    (handed_in / "q1_pretraining.md").symlink_to("/dev/zero")
    with taken(handed_in) as (submission, stage, _):
        assert list(files_of(stage)) == ["memory.py"]
        assert submission.text("written/q1_pretraining.md") is None


def test_a_hard_link_is_copied_and_its_other_name_untouched(handed_in: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"shared")
    other.chmod(0o600)
    (handed_in / "pretraining.py").hardlink_to(other)
    with taken(handed_in) as (_, stage, _):
        assert (stage / "pretraining.py").stat().st_nlink == 1
        assert (stage / "pretraining.py").stat().st_mode & 0o777 == 0o644
        (stage / "pretraining.py").write_bytes(b"changed")
    assert other.read_bytes() == b"shared"
    assert other.stat().st_mode & 0o777 == 0o600


def test_a_folder_of_very_many_files_is_not_read_to_its_end(
    handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files that are asked for are found by their names all the same."""
    monkeypatch.setattr(stage_module, "MAX_LOOKED_AT", 50)
    for number in range(200):
        (handed_in / f"a{number}.txt").touch()
    with taken(handed_in) as (_, stage, notes):
        assert files_of(stage) == {"memory.py": b"mine"}
        assert notes.lines == (students.skipped.search_stopped(50),)


def test_what_is_left_out_is_not_read(handed_in: Path) -> None:
    """Files without content on the disk: in all they are 26 gigabytes."""
    for number in range(1_000):
        with (handed_in / f"z{number}.py").open("wb") as file:
            file.truncate(MAX_FILE_BYTES if number % 2 else 50_000_000)
    began = time.process_time()
    with taken(handed_in) as (_, stage, notes):
        assert len(files_of(stage)) == 10  # of 2 MiB, in 20 MiB, with what comes first
        assert len(notes.lines) == 2
    assert time.process_time() - began < 5


def test_a_search_among_many_folders_ends_soon(handed_in: Path) -> None:
    """Each of them could hold the work under a name that is nearly right."""
    (handed_in / "memory.py").unlink()
    for folder in range(120):
        (handed_in / f"f{folder:03}" / "sub").mkdir(parents=True)
        for number in range(100):
            (handed_in / f"f{folder:03}" / "sub" / f"{number}.txt").touch()
    (handed_in / "f099" / "sub" / "Memory.py").write_bytes(b"mine")
    began = time.process_time()
    with taken(handed_in) as (submission, stage, _):
        assert submission.below == ("f099", "sub")
        assert files_of(stage)["memory.py"] == b"mine"
    assert time.process_time() - began < 5


def test_a_loop_of_links_and_a_very_deep_folder_end(handed_in: Path) -> None:
    (handed_in / "loop").symlink_to(handed_in, target_is_directory=True)
    descriptor = os.open(handed_in, os.O_RDONLY)
    for _ in range(60):  # deeper than any path may be long
        os.mkdir("d" * 100, dir_fd=descriptor)
        lower = os.open("d" * 100, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = lower
    os.close(descriptor)
    with taken(handed_in) as (_, stage, _):
        assert files_of(stage) == {"memory.py": b"mine"}


def test_deep_folders_cost_what_they_are_deep(handed_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search ends by its steps, long before it has seen as many entries as it may."""
    monkeypatch.setattr(stage_module, "MAX_STEPS", 600)
    for number in range(100):
        (handed_in / f"chain{number:02}" / "/".join(["deeper"] * 17)).mkdir(parents=True)
        (handed_in / f"chain{number:02}" / "helper.py").write_bytes(b"mine")
    with taken(handed_in) as (_, stage, notes):
        found = files_of(stage)
        assert len(found) == 101  # the level below the top is searched whole
        assert found["memory.py"] == b"mine"
        (line,) = notes.lines
        assert line.startswith("only the first ")


def test_a_virtual_environment_is_known_by_its_mark(handed_in: Path) -> None:
    for folder in ("tools", "tools/deeper/env"):
        (handed_in / folder).mkdir(parents=True, exist_ok=True)
        (handed_in / folder / "helper.py").write_bytes(b"mine")
    (handed_in / "tools/deeper/env/pyvenv.cfg").touch()
    with taken(handed_in) as (_, stage, _notes):
        assert sorted(files_of(stage)) == ["memory.py", "tools/helper.py"]


def test_reading_a_staged_file_leaves_no_time(handed_in: Path) -> None:
    """One worker could tell the next one by it."""
    with taken(handed_in) as (_, stage, _notes):
        before = (stage / "memory.py").stat().st_atime_ns
        assert before > time.time_ns()
        (stage / "memory.py").read_bytes()
        assert (stage / "memory.py").stat().st_atime_ns == before
