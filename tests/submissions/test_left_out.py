"""Odd files and files over the limits are skipped with a note, and the other files are graded."""

import io
import os
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.messages import students
from autograder.submissions import stage as stage_module
from autograder.submissions import unpack as unpack_module
from autograder.submissions.find import Submission, find_submission
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import MAX_FILE_BYTES, MAX_FILES, staged

NAMES = ["pretraining.py", "memory.py", "written/q1_pretraining.md"]
Files = dict[str, bytes | None]
HandIn = Callable[[Files], Path]


@pytest.fixture(params=["folder", "zip"])
def hand_in(request: pytest.FixtureRequest, tmp_path: Path) -> HandIn:
    """Files as a folder and as a zip: both are treated alike. None stands for a file of 300 MB."""
    (tmp_path / "provided").mkdir()

    def as_folder(files: Files) -> Path:
        for name, content in files.items():
            path = tmp_path / "handed_in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content or b"")
            if content is None:
                os.truncate(path, 300_000_000)
        return tmp_path / "handed_in"

    def as_zip(files: Files) -> Path:
        with zipfile.ZipFile(tmp_path / "handed_in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, bytes(300_000_000) if content is None else content)
        return tmp_path / "handed_in.zip"

    return as_folder if request.param == "folder" else as_zip


@contextmanager
def taken(place: Path) -> Iterator[tuple[Submission, Path, Notes]]:
    """Opens, finds and stages, as grading does."""
    notes = Notes()
    with opened(place, notes) as folder:
        submission = find_submission(folder, NAMES, notes)
        provided = next(each for each in place.parents if (each / "provided").is_dir()) / "provided"
        with staged(submission, provided) as stage:
            yield submission, stage, notes


def skipped(reason: Reason, *names: str, detail: int | str = "") -> str:
    """The note on files that were skipped."""
    return students.skipped(names, 0, reason.value, detail)


def files_of(stage: Path) -> dict[str, bytes]:
    return {
        path.relative_to(stage).as_posix(): path.read_bytes()
        for path in stage.rglob("*.py")
        if path.is_file()
    }


@pytest.mark.slow
def test_what_stands_beside_the_work_costs_nothing(hand_in: HandIn) -> None:
    """A dataset, ten thousand files of JavaScript, and an environment, by mistake."""
    stray: Files = {f"node_modules/p{n % 100}/f{n}.js": b"x" for n in range(5_000)}
    stray |= {f"web/p{n % 100}/f{n}.js": b"x" for n in range(5_000)}
    stray |= {f"node_modules/gyp/f{n}.py": b"x" for n in range(MAX_FILES)}
    stray |= {"env/pyvenv.cfg": b"", "env/lib/numpy.py": b"x", "data/train.bin": None}
    with taken(hand_in({**stray, "pretraining.py": b"mine", "helpers/sums.py": b"mine too"})) as found:
        _, stage, notes = found
        assert files_of(stage) == {"pretraining.py": b"mine", "helpers/sums.py": b"mine too"}
        assert notes.lines == ()


def test_of_too_many_files_those_near_the_top_are_taken(hand_in: HandIn) -> None:
    many: Files = {f"aaa/lib{n % 7}/f{n}.py": b"" for n in range(MAX_FILES + 5)}
    with taken(hand_in({**many, "pretraining.py": b"mine", "zzz/sums.py": b"mine too"})) as found:
        _, stage, notes = found
        staged_files = files_of(stage)
        assert len(staged_files) == MAX_FILES
        assert staged_files["pretraining.py"] == b"mine"
        assert staged_files["zzz/sums.py"] == b"mine too"
        assert len(notes.lines) == 1
        assert students.why_skipped(Reason.TOO_MANY_FILES.value, 2_000) in notes.lines[0]
        assert " and 4 more: " in notes.lines[0]


def test_of_too_many_bytes_those_near_the_top_are_taken(
    hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (stage_module, unpack_module):
        monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 2 << 20)
    large = bytes(range(256)) * 2048
    files: Files = {f"deep/er/f{n}.py": large for n in range(6)}
    with taken(hand_in({**files, "pretraining.py": b"mine"})) as found:
        _, stage, notes = found
        staged_files = files_of(stage)
        assert staged_files.pop("pretraining.py") == b"mine"
        assert sorted(staged_files) == [f"deep/er/f{n}.py" for n in range(3)]
        left_out = [f"'deep/er/f{n}.py'" for n in (3, 4, 5)]
        assert notes.lines == (skipped(Reason.TOO_MANY_BYTES, *left_out, detail=2 << 20),)


def test_a_file_that_is_absurdly_large_is_not_started(hand_in: HandIn) -> None:
    """Fifty megabytes of Python are no solution. The rest is graded."""
    files: Files = {"pretraining.py": b"#" * (MAX_FILE_BYTES + 1), "memory.py": b"#" * MAX_FILE_BYTES}
    with taken(hand_in(files)) as found:
        _, stage, notes = found
        assert list(files_of(stage)) == ["memory.py"]
        assert notes.lines == (skipped(Reason.TOO_LARGE, "'pretraining.py'", detail=MAX_FILE_BYTES),)
        assert "larger than 2,097,152 bytes" in notes.lines[0]


@pytest.mark.parametrize("name", ["Pretraining.py", "PRETRAINING.PY", "pretraining.Py"])
def test_a_name_in_other_letters_is_taken_and_said(hand_in: HandIn, name: str) -> None:
    """On systems that ignore case, the student's own tests have passed with it."""
    files: Files = {name: b"mine", "Written/Q1_Pretraining.md": b"words"}
    with taken(hand_in(files)) as found:
        submission, stage, notes = found
        assert files_of(stage)["pretraining.py"] == b"mine"
        assert submission.text("written/q1_pretraining.md") == "words"
        assert notes.lines == (
            students.used_as(f"'{name}'", "'pretraining.py'"),
            students.used_as("'Written/Q1_Pretraining.md'", "'written/q1_pretraining.md'"),
        )


def test_other_modules_can_still_import_the_name_that_the_student_chose(hand_in: HandIn) -> None:
    with taken(hand_in({"Pretraining.py": b"mine", "memory.py": b"import Pretraining"})) as found:
        assert sorted(files_of(found[1])) == ["Pretraining.py", "memory.py", "pretraining.py"]


def test_the_very_name_comes_first(hand_in: HandIn) -> None:
    with taken(hand_in({"Pretraining.py": b"old", "pretraining.py": b"mine"})) as found:
        _, stage, notes = found
        assert files_of(stage) == {"Pretraining.py": b"old", "pretraining.py": b"mine"}
        assert notes.lines == ()


def test_of_two_names_that_are_nearly_so_none_is_guessed(hand_in: HandIn) -> None:
    with taken(hand_in({"Pretraining.py": b"a", "PRETRAINING.py": b"b", "memory.py": b""})) as found:
        _, stage, notes = found
        assert "pretraining.py" not in files_of(stage)
        candidates = ["'PRETRAINING.py'", "'Pretraining.py'"]
        assert notes.lines == (students.ambiguous("'pretraining.py'", candidates),)


def test_a_module_that_is_a_folder_is_not_started(hand_in: HandIn) -> None:
    files: Files = {
        "pretraining.py/x.py": b"x",
        "memory/__init__.py": b"y",
        "written/q1_pretraining.md/a.md": b"",
    }
    with taken(hand_in({**files, "memory.py": b"mine"})) as found:
        submission, stage, notes = found
        assert not (stage / "pretraining.py").is_file()
        assert files_of(stage)["memory.py"] == b"mine"
        assert submission.text("written/q1_pretraining.md") is None
        assert notes.lines[0].startswith("skipped 'pretraining.py'")
        assert students.why_skipped(Reason.NOT_REGULAR.value) in notes.lines[0]


@pytest.mark.parametrize(
    ("name", "staged_as"),
    [
        ("a\nb.py", "a_b.py"),
        ("\x1b[31mred.py", "_[31mred.py"),
        ("\u202eyp.exe.py", "yp.exe.py"),
        ("a\u00a0b.py", "a b.py"),
        ("x" * 230 + ".py", "x" * 230 + ".py"),
        ("a\tb/c.py", "a_b/c.py"),
    ],
)
def test_a_name_that_cannot_be_shown_is_staged_under_another(
    hand_in: HandIn, name: str, staged_as: str
) -> None:
    with taken(hand_in({name: b"x", "memory.py": b"mine"})) as found:
        _, stage, notes = found
        assert sorted(files_of(stage)) == sorted(["memory.py", staged_as])
        assert notes.lines == ()


def test_names_are_composed_and_of_two_that_become_one_the_first_is_taken(hand_in: HandIn) -> None:
    with taken(hand_in({"e\u0301a.py": b"decomposed", "\u00e9b.py": b"", "memory.py": b""})) as found:
        assert sorted(files_of(found[1])) == ["memory.py", "\u00e9a.py", "\u00e9b.py"]


def test_a_notebook_or_a_document_alone_is_named(hand_in: HandIn) -> None:
    with taken(hand_in({"solution.ipynb": b"{}", "answers.pdf": b""})) as found:
        _, stage, notes = found
        assert files_of(stage) == {}
        assert "'solution.ipynb'" in notes.lines[0]
        assert notes.lines[-1].startswith(students.nothing_found([], 0).partition(";")[0])


# Folders only: a zip holds none of these.


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
    assert notes.lines[0].endswith(students.why_skipped(Reason.NOT_REGULAR.value))


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
        assert notes.lines == (students.search_stopped(50),)


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


def test_zip_names_without_the_flag_for_utf8(tmp_path: Path) -> None:
    """As older systems write them."""
    (tmp_path / "provided").mkdir()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xx.py", "mine")
    (tmp_path / "handed_in.zip").write_bytes(buffer.getvalue().replace(b"xx.py", "\u00e9.py".encode()))
    with taken(tmp_path / "handed_in.zip") as (_, stage, _):
        assert files_of(stage) == {"\u00e9.py": b"mine"}


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
