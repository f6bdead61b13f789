"""A zip that is broken, encrypted or too large is refused with a reason, at once and in little memory."""

import io
import struct
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.messages import students
from autograder.submissions.find import SubmissionError
from autograder.submissions.notes import Notes
from autograder.submissions.unpack import MAX_DIRECTORY_BYTES, unpack


def zip_bytes(entries: list[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


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


def with_method(data: bytes, method: int) -> bytes:
    """The only entry says another compression method, in both headers."""
    changed, central = bytearray(data), data.index(b"PK\1\2")
    changed[8:10] = changed[central + 10 : central + 12] = struct.pack("<H", method)
    return bytes(changed)


def encrypted(data: bytes) -> bytes:
    changed, central = bytearray(data), data.index(b"PK\1\2")
    changed[6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


def with_place(data: bytes, place: int) -> bytes:
    """The only entry says another place of its local header."""
    changed, central = bytearray(data), data.index(b"PK\1\2")
    changed[central + 42 : central + 46] = struct.pack("<I", place)
    return bytes(changed)


def overlapping() -> bytes:
    """A hundred entries of one content, as a bomb without nesting has them."""
    one = zip_bytes([("memory.py", "mine\n" * 100)])
    start = one.index(b"PK\1\2")
    entry = one[start : one.index(b"PK\5\6")]
    return one[:start] + entry * 100 + end_of(len(entry) * 100, start, 100)


def end_of(size: int, start: int = 0, count: int = 1) -> bytes:
    """The end of a zip: the size and the place of its list of files."""
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, start, 0)


GOOD = zip_bytes([("memory.py", "mine\n" * 100)])
BROKEN = students.archives.zip_broken("handed_in.zip", "").partition(":")[0]
CASES = {
    "not a zip": (b"def f(): pass\n", BROKEN),
    "empty": (b"", BROKEN),
    "truncated": (GOOD[:-30], BROKEN),
    "half of a file": (GOOD[:40] + GOOD[60:], BROKEN),
    "other bytes": (GOOD[:45] + b"\xff" * 8 + GOOD[53:], BROKEN),
    "encrypted": (encrypted(GOOD), students.archives.ZIP_ENCRYPTED),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(100), students.archives.closed("handed_in.zip", "rar")),
    "deflate64": (with_method(GOOD, 9), students.archives.ZIP_METHOD),
    "zstandard in a zip": (with_method(GOOD, 93), students.archives.ZIP_METHOD),
    "broken lzma": (with_method(GOOD, 14), BROKEN),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(100), students.archives.closed("handed_in.zip", "7z")),
    "larger than it says": (with_size(GOOD, 10), "zip"),
    "larger than it can be": (with_size(GOOD, 1 << 20), students.archives.zip_size_impossible("'memory.py'")),
    "two entries of the same bytes": (overlapping(), students.archives.ZIP_OVERLAP),
    "a list of files in a file": (with_place(GOOD, len(GOOD) - 40), students.archives.ZIP_OVERLAP),
    "a huge list of files": (bytes(5 << 20) + end_of(5 << 20), students.archives.ZIP_TOO_MANY_FILES),
}


@pytest.mark.parametrize(("data", "reason"), CASES.values(), ids=CASES.keys())
def test_refused_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refused(data, tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_costs_neither_time_nor_memory(tmp_path: Path, method: int) -> None:
    """60 MiB of zeros in 60 kB or less, which says it is small."""
    bomb = with_size(zip_bytes([("bomb.py", bytes(60 << 20))], method), 1000)
    tracemalloc.start()
    began = time.process_time()
    assert "zip" in refused(bomb, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - began < 1
    assert peak < 20 << 20
    assert sum(path.stat().st_size for path in (tmp_path / "out").iterdir()) <= 1000


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_unpacked_and_a_long_one_costs_no_memory(tmp_path: Path, mode: str) -> None:
    """Long names, links and paths that lead elsewhere included; 60 MiB of a dataset are passed over."""
    names = {"memory.py": "mine", "/etc/x.py": "x", "../y.py": "y", "d" * 120 + "/z.py": "z"}
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        archive, out = tmp_path / f"{form}.tar.gz", tmp_path / f"out{form}"
        out.mkdir()
        with tarfile.open(archive, mode, format=form) as made:  # type: ignore[call-overload]
            data = tarfile.TarInfo("data.bin")
            data.size = 60 << 20
            made.addfile(data, io.BytesIO(bytes(60 << 20)))
            link = tarfile.TarInfo("sharding.py")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            made.addfile(link)
            for name, text in names.items():
                info = tarfile.TarInfo(name)
                info.size = len(text)
                made.addfile(info, io.BytesIO(text.encode()))
        notes = Notes()
        tracemalloc.start()
        unpack(archive, out, notes)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 << 20
        found = {path.relative_to(out).as_posix(): path.read_text() for path in out.rglob("*.py")}
        assert found == {"memory.py": "mine", "etc/x.py": "x", "y.py": "y", "d" * 120 + "/z.py": "z"}
        assert notes.lines == (students.skipped.files(["'sharding.py'"], 0, "not_regular"),)


def test_a_tar_that_claims_long_names_or_ends_early_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("memory.py")
    info.size = 1 << 30
    huge = tarfile.TarInfo("long")
    huge.type, huge.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    for number, block in enumerate([info.tobuf(), huge.tobuf(), b"x" * 257 + b"ustar" + bytes(250)]):
        archive, out = tmp_path / f"{number}.tar", tmp_path / f"out{number}"
        archive.write_bytes(block + bytes(4096))
        out.mkdir()
        with pytest.raises(SubmissionError, match="cannot be unpacked as a tar archive"):
            unpack(archive, out)


def test_the_longest_list_of_files_fits_beside_the_grader(tmp_path: Path) -> None:
    """As many entries as the list may have, each of the least bytes, would take 100 MiB at most: half of the
    grader's share. A tenth of them is measured.
    """
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0)
    entry += b"a.py"
    count = MAX_DIRECTORY_BYTES // len(entry) // 10
    tracemalloc.start()
    assert students.archives.ZIP_OVERLAP in refused(
        entry * count + end_of(len(entry) * count, 0, count & 0xFFFF), tmp_path
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20


@settings(max_examples=200, deadline=None)
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
