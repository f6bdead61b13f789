"""A zip is unpacked safely: regular files only, and nothing outside the folder."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.messages import students
from autograder.submissions.find import Submission, SubmissionError, find_submission
from autograder.submissions.names import MAX_DEPTH
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import staged
from autograder.submissions.unpack import unpack

Entries = list[tuple[str | zipfile.ZipInfo, str | bytes]]


def zip_bytes(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, method)
    return buffer.getvalue()


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.fixture
def unpacked(tmp_path: Path) -> Callable[[bytes], dict[str, str]]:
    """Unpacks a zip two folders down, and gives all files anywhere below `tmp_path`."""

    def run(data: bytes) -> dict[str, str]:
        archive, folder = tmp_path / "handed in.zip", tmp_path / "some" / "where"
        archive.write_bytes(data)
        folder.mkdir(parents=True)
        unpack(archive, folder)
        archive.unlink()
        files = [path for path in tmp_path.rglob("*") if not path.is_dir()]
        assert not any(path.is_symlink() for path in files)
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}

    return run


Unpacked = Callable[[bytes], dict[str, str]]


def test_files_and_folders(unpacked: Unpacked) -> None:
    entries: Entries = [("memory.py", "a"), ("written/", ""), ("written/q1.md", "b"), ("deep/er/x.py", "")]
    assert unpacked(zip_bytes(entries)) == {"memory.py": "a", "written/q1.md": "b", "deep/er/x.py": ""}


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_the_usual_methods(unpacked: Unpacked, method: int) -> None:
    assert unpacked(zip_bytes([("memory.py", "a" * 1000)], method)) == {"memory.py": "a" * 1000}


@pytest.mark.parametrize(
    "name",
    [
        "a/../../evil.py", "..", "a/..", "a\\..\\..\\evil.py", "C:evil.py", "evil.py:stream", "a/b:c/evil.py",
        "/".join("a" * (MAX_DEPTH + 1)),
    ],
)  # fmt: skip
def test_paths_that_lead_elsewhere_are_left_out(unpacked: Unpacked, name: str) -> None:
    assert unpacked(zip_bytes([(name, "evil"), ("memory.py", "mine")])) == {"memory.py": "mine"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../evil.py", "evil.py"), ("..\\..\\evil.py", "evil.py"), ("/etc/evil.py", "etc/evil.py"),
        ("//evil.py", "evil.py"), ("C:\\Users\\ada\\evil.py", "Users/ada/evil.py"),
        ("d:/ada/evil.py", "ada/evil.py"), ("\\\\server\\evil.py", "server/evil.py"),
        ("\\\\?\\C:\\evil.py", "evil.py"),
    ],
)  # fmt: skip
def test_of_absolute_paths_the_part_below_the_root_counts(unpacked: Unpacked, name: str, path: str) -> None:
    """Some programs write them, and the files are the student's. They stay below the folder."""
    assert unpacked(zip_bytes([(name, "mine")])) == {path: "mine"}


def test_backslashes_of_windows_are_folders(unpacked: Unpacked) -> None:
    assert unpacked(zip_bytes([("written\\q1.md", "a")])) == {"written/q1.md": "a"}


@pytest.mark.parametrize(
    "mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFSOCK | 0o644, stat.S_IFCHR | 0o666]
)
def test_links_and_devices_are_left_out(unpacked: Unpacked, mode: int) -> None:
    entries: Entries = [(special("link.py", mode), "/etc/passwd"), ("memory.py", "mine")]
    assert unpacked(zip_bytes(entries)) == {"memory.py": "mine"}


def test_a_link_to_a_folder_is_no_way_out(unpacked: Unpacked) -> None:
    entries: Entries = [(special("out", stat.S_IFLNK | 0o777), "../.."), ("out/evil.py", "kept inside")]
    assert unpacked(zip_bytes(entries)) == {"out/evil.py": "kept inside"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("entries", "files"),
    [
        ([("a.py", "first"), ("a.py", "second")], {"a.py": "first"}),
        ([("a.py", "first"), ("./a.py", "second"), ("x/../a.py", "third")], {"a.py": "first"}),
        ([("a.py", "file"), ("a.py/b.py", "below a file")], {"a.py": "file"}),
        ([("a.py/b.py", "below"), ("a.py", "file")], {"a.py": "file"}),
        ([(".", "here"), ("b.py", "b")], {"b.py": "b"}),
        ([("e\u0301.py", "first"), ("\u00e9.py", "second")], {"\u00e9.py": "first"}),
    ],
)
def test_of_two_with_one_name_the_first_counts(
    unpacked: Unpacked, entries: Entries, files: dict[str, str]
) -> None:
    assert unpacked(zip_bytes(entries)) == files


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("second", "lines"),
    [
        ("other", (students.skipped.files(["'memory.py'"], 0, Reason.SAME_ENTRY.value),)),
        ("first", ()),
    ],
)
def test_another_file_of_one_name_is_noted(tmp_path: Path, second: str, lines: tuple[str, ...]) -> None:
    archive, notes = tmp_path / "work.zip", Notes()
    archive.write_bytes(zip_bytes([("memory.py", "first"), ("memory.py", second)]))
    with opened(archive, notes):
        assert notes.lines == lines


def test_an_entry_without_a_name_is_left_out(unpacked: Unpacked) -> None:
    data = bytearray(zip_bytes([("x", "a")]))
    for header in (26, data.index(b"PK\1\2") + 28):  # its name becomes an extra field
        data[header : header + 4] = b"\0\0\1\0"
    assert unpacked(bytes(data)) == {}


def test_names_in_other_encodings(unpacked: Unpacked) -> None:
    plain = zip_bytes([("Lösung/memory.py", "mine"), ("日本.py", "b")])
    assert set(unpacked(plain)) == {"Lösung/memory.py", "日本.py"}


def test_a_name_that_is_not_utf8_costs_no_other_file(unpacked: Unpacked) -> None:
    data = zip_bytes([("name.py", "a"), ("memory.py", "mine")]).replace(b"name.py", b"n\x81\x84e.py")
    found = unpacked(data)  # without the flag for UTF-8 the name is read as cp437
    assert found.pop("memory.py") == "mine"
    assert list(found.values()) == ["a"]


# opened


def test_a_folder_is_opened_as_it_is(tmp_path: Path) -> None:
    with opened(tmp_path) as folder:
        assert folder == tmp_path


def test_a_missing_path_is_left_for_the_next_step_to_refuse(tmp_path: Path) -> None:
    with opened(tmp_path / "absent") as folder, pytest.raises(SubmissionError, match="does not exist"):
        find_submission(folder, [])


def test_a_zip_one_level_down_with_what_macos_adds(tmp_path: Path) -> None:
    names = ["assignment/memory.py", "assignment/provided/recipes.py", "__MACOSX/assignment/._memory.py"]
    (tmp_path / "mine.zip").write_bytes(zip_bytes([(name, name) for name in names]))
    with opened(tmp_path / "mine.zip") as folder:
        submission = find_submission(folder, ["memory.py"])
        assert submission.folder == folder / "assignment"
        assert submission.text("memory.py") == "assignment/memory.py"
    assert not folder.exists()


def test_a_folder_is_read_as_deep_as_a_zip_would_be(tmp_path: Path) -> None:
    for depth in (MAX_DEPTH - 1, MAX_DEPTH):
        folder = tmp_path.joinpath("handed_in", *"d" * depth)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"below_{depth}.py").write_text("", encoding="utf-8")
    (tmp_path / "provided").mkdir()
    with staged(Submission(tmp_path / "handed_in"), tmp_path / "provided") as stage:
        assert [path.name for path in stage.rglob("*.py")] == [f"below_{MAX_DEPTH - 1}.py"]
