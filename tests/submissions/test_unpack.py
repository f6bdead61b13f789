"""A zip is unpacked with care: nothing outside its folder, nothing too large, or else a reason."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.submissions import unpack as unpack_module
from autograder.submissions.find import MAX_DEPTH, SubmissionError, find_submission
from autograder.submissions.unpack import MAX_FILES, opened, unpack

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


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_usual_methods(unpacked: Unpacked, method: int) -> None:
    assert unpacked(zip_bytes([("memory.py", "a" * 1000)], method)) == {"memory.py": "a" * 1000}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.py", "a/../../evil.py", "..", "a/..", "/etc/evil.py", "//evil.py", "..\\evil.py", "a\\..\\..\\evil.py",
        "C:\\evil.py", "C:evil.py", "\\\\server\\evil.py", "\\evil.py", "evil.py:stream",
        "/".join("a" * (MAX_DEPTH + 1)),
    ],
)  # fmt: skip
def test_paths_that_lead_elsewhere_are_left_out(unpacked: Unpacked, name: str) -> None:
    assert unpacked(zip_bytes([(name, "evil"), ("memory.py", "mine")])) == {"memory.py": "mine"}


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
        ([("a", "file"), ("a/b.py", "below a file")], {"a": "file"}),
        ([("a/b.py", "below"), ("a", "file")], {"a/b.py": "below"}),
        ([("", "no name"), (".", "here"), ("b.py", "b")], {"b.py": "b"}),
    ],
)
def test_of_two_with_one_name_the_first_counts(
    unpacked: Unpacked, entries: Entries, files: dict[str, str]
) -> None:
    assert unpacked(zip_bytes(entries)) == files


def test_names_in_other_encodings(unpacked: Unpacked) -> None:
    plain = zip_bytes([("Lösung/memory.py", "mine"), ("日本.py", "b")])
    assert set(unpacked(plain)) == {"Lösung/memory.py", "日本.py"}


def test_a_name_that_is_no_utf8_costs_no_other_file(unpacked: Unpacked) -> None:
    data = zip_bytes([("name.py", "a"), ("memory.py", "mine")]).replace(b"name.py", b"n\x81\xffe.py")
    found = unpacked(data)  # without the flag for UTF-8 the name is read as cp437
    assert found.pop("memory.py") == "mine"
    assert list(found.values()) == ["a"]


# what is refused


def refused(data: bytes, folder: Path) -> str:
    archive = folder / "handed_in.zip"
    archive.write_bytes(data)
    (folder / "out").mkdir()
    with pytest.raises(SubmissionError) as found:
        unpack(archive, folder / "out")
    return str(found.value)


def with_size(data: bytes, size: int) -> bytes:
    """The only entry says another uncompressed size, in both headers."""
    changed, central = bytearray(data), data.index(b"PK\1\2")
    changed[22:26] = changed[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(changed)


def encrypted(data: bytes) -> bytes:
    changed, central = bytearray(data), data.index(b"PK\1\2")
    changed[6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


GOOD = zip_bytes([("memory.py", "mine\n" * 100)])
CASES = {
    "no zip": (b"def f(): pass\n", "is no zip that can be unpacked"),
    "empty": (b"", "is no zip that can be unpacked"),
    "truncated": (GOOD[:-30], "is no zip that can be unpacked"),
    "half of a file": (GOOD[:40] + GOOD[60:], "is no zip that can be unpacked"),
    "other bytes": (GOOD[:45] + b"\xff" * 8 + GOOD[53:], "is no zip that can be unpacked"),
    "encrypted": (encrypted(GOOD), "encrypted"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(100), "is no zip that can be unpacked"),
    "bzip2": (zip_bytes([("a", "a")], zipfile.ZIP_BZIP2), "make it with another program"),
    "lzma": (zip_bytes([("a", "a")], zipfile.ZIP_LZMA), "make it with another program"),
    "larger than it says": (with_size(GOOD, 10), "zip"),
    "too many": (zip_bytes([(f"{n}", "") for n in range(MAX_FILES + 1)]), "a submission may hold 2000"),
    "one too large": (with_size(GOOD, 21 << 20), "a file of more than 20 MiB"),
}


@pytest.mark.parametrize(("data", "reason"), CASES.values(), ids=CASES.keys())
def test_refused_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refused(data, tmp_path)


def test_many_files_that_are_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack_module, "MAX_TOTAL_BYTES", 1 << 20)
    message = refused(zip_bytes([(f"{n}", bytes(1 << 18)) for n in range(5)]), tmp_path)
    assert "more than 1 MiB" in message


def test_a_bomb_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    """200 MiB of zeros in 200 kB, which says it is small."""
    bomb = with_size(zip_bytes([("bomb", bytes(200 << 20))]), 1000)
    tracemalloc.start()
    began = time.process_time()
    assert "zip" in refused(bomb, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 1
    assert peak < 20 << 20
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) <= 1000


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_bytes_are_unpacked_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    changed = bytearray(zip_bytes([("memory.py", "mine\n" * 9), ("d/é.py", "é")]))
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "z.zip").write_bytes(changed[: data.draw(st.integers(0, len(changed)))])
    (folder / "out").mkdir()
    try:
        unpack(folder / "z.zip", folder / "out")
    except SubmissionError as error:
        assert "zip" in str(error)  # noqa: PT017 - either way is right


# opened


def test_a_folder_is_opened_as_it_is(tmp_path: Path) -> None:
    with opened(tmp_path) as folder:
        assert folder == tmp_path


def test_what_is_neither_is_for_the_next_step_to_refuse(tmp_path: Path) -> None:
    with opened(tmp_path / "absent") as folder, pytest.raises(SubmissionError, match="does not exist"):
        find_submission(folder, [])


def test_a_zip_one_level_down_with_what_macos_adds(tmp_path: Path) -> None:
    names = ["assignment/memory.py", "assignment/provided/recipes.py", "__MACOSX/assignment/._memory.py"]
    (tmp_path / "mine.zip").write_bytes(zip_bytes([(name, name) for name in names]))
    with opened(tmp_path / "mine.zip") as folder:
        submission = find_submission(folder, ["memory.py"])
        assert submission.folder == folder / "assignment"
        assert submission.file("memory.py") == folder / "assignment" / "memory.py"
    assert not folder.exists()
