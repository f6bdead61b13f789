"""Opens what was handed in: a folder as it is, a zip unpacked with care."""

import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from autograder.submissions.find import SubmissionError
from autograder.submissions.lookup import MARK_OF_VENV
from autograder.submissions.names import clean, is_theirs, shown
from autograder.submissions.notes import Notes
from autograder.submissions.stage import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from autograder.text import printable

MAX_DIRECTORY_BYTES = 4 * 2**20
"""Of the list of files at a zip's end: some 30,000 files. Python reads it whole, before anything else."""
MAX_RATIO = 1_032
"""Deflate makes no more than this out of a byte: what claims to has a wrong size."""
SUFFIXES = (".py", ".md")
"""What grading looks at. All else may be as much as it likes: it stays in the zip."""
# The others are rare, and Python unpacks them in pieces without a limit: a bomb would fill the memory.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError
)  # fmt: skip
LOCAL_HEADER_BYTES = 30
ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800


@contextmanager
def opened(place: Path, notes: Notes | None = None) -> Iterator[Path]:
    """The folder of a submission: `place` itself, or where its zip was unpacked for as long as it is needed.

    Args:
        place: the folder or the zip.
        notes: is told of what is left in the zip.

    Raises:
        SubmissionError: `place` is neither, or a zip that is broken or too large.
    """
    if place.is_file():
        with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
            unpack(place, Path(temporary), notes)
            yield Path(temporary)
    else:
        yield place


def unpack(archive: Path, folder: Path, notes: Notes | None = None) -> None:
    """Unpacks a zip into an empty folder: what grading looks at, regular files only, below the folder only.

    Links, absolute paths and paths with ``..`` are left out, and so is what lies deeper than any student's
    file or is too much; of two entries with one name, the first counts.

    Raises:
        SubmissionError: it is no zip, is broken or encrypted, or made to mislead who unpacks it.
    """
    notes = Notes() if notes is None else notes
    name = printable(archive.name)
    try:
        with _Guarded(archive) as file, zipfile.ZipFile(file) as opened_zip:
            _check_places(opened_zip.infolist(), opened_zip.start_dir)
            for entry, parts in _chosen(opened_zip.infolist(), notes).items():
                _check(entry)
                target = folder.joinpath(*parts)
                if target.is_dir() or any(each.is_file() for each in target.parents):
                    notes.leave_out(parts, "there is another file of that name")
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened_zip.open(entry) as source, target.open("xb") as unpacked:
                    _copy(source, unpacked, entry)
    except READ_ERRORS as error:
        reason = printable(str(error))
        raise SubmissionError(f"{name} is no zip that can be unpacked: {reason}") from error


class _Guarded(io.FileIO):
    """A zip's file, of which no more is read at once than its list of files may be."""

    def read(self, size: int | None = -1, /) -> bytes:
        most = MAX_DIRECTORY_BYTES + 1
        data = super().read(most if size is None or not 0 <= size < most else size)
        if len(data) == most:
            raise SubmissionError("the zip holds too many files: hand in your own only")
        return data


def _chosen(entries: list[zipfile.ZipInfo], notes: Notes) -> dict[zipfile.ZipInfo, tuple[str, ...]]:
    """The entries to unpack and their paths: the top first, and not more than a submission may hold."""
    looked_at = [entry for entry in entries if entry.filename.lower().endswith((*SUFFIXES, MARK_OF_VENV))]
    plain: dict[zipfile.ZipInfo, tuple[str, ...]] = {}
    for entry in looked_at:
        if (parts := _path_of(entry)) and _is_regular(entry):
            plain[entry] = parts
        elif not entry.is_dir():
            notes.leave_out(entry.filename, "it is no regular file" if parts else "its name is unusual")
    environments = {path[:-1] for path in plain.values() if path[-1] == MARK_OF_VENV}
    first: dict[tuple[str, ...], zipfile.ZipInfo] = {}
    for entry, path in plain.items():
        folders = [path[:depth] for depth in range(1, len(path))]
        is_own = all(is_theirs(each[-1]) and each not in environments for each in folders)
        if is_own and path[-1] != MARK_OF_VENV:
            counts = first.setdefault(path, entry)
            if entry.CRC != counts.CRC:
                notes.leave_out(path, "the zip holds another file of that name before it")
    if entries and not first:
        names = ", ".join(shown(entry.filename) for entry in entries[:5])
        notes.say(f"the zip holds no Python file and no text in Markdown; it holds {names}")
    return _not_too_much(first, notes)


def _not_too_much(
    found: dict[tuple[str, ...], zipfile.ZipInfo], notes: Notes
) -> dict[zipfile.ZipInfo, tuple[str, ...]]:
    kept: dict[zipfile.ZipInfo, tuple[str, ...]] = {}
    total = 0
    for parts, entry in sorted(found.items(), key=lambda item: (len(item[0]), item[0])):
        if entry.file_size > MAX_FILE_BYTES:
            notes.leave_out(parts, f"it is larger than {MAX_FILE_BYTES:,} bytes")
        elif len(kept) >= MAX_FILES or total + entry.file_size > MAX_TOTAL_BYTES:
            most = f"{MAX_FILES:,} Python and Markdown files, or {MAX_TOTAL_BYTES >> 20} MiB of them"
            notes.leave_out(parts, f"there are more than {most}")
        else:
            kept[entry] = parts
            total += entry.file_size
    return kept


def _check_places(entries: list[zipfile.ZipInfo], start_of_list: int) -> None:
    """Entries that share bytes make gigabytes out of a small file; no program that packs a zip makes them."""
    end = 0
    places = [(entry.header_offset, _least_bytes(entry)) for entry in entries]
    for begin, size in [*sorted(places), (start_of_list, 0)]:
        if begin < end:
            raise SubmissionError("the zip has entries that overlap: make it with another program")
        end = begin + size


def _least_bytes(entry: zipfile.ZipInfo) -> int:
    """What an entry takes at least: its local header, its name, its content."""
    name = entry.orig_filename
    name_bytes = len(name.encode()) if entry.flag_bits & NAME_IS_UTF8 else len(name)
    return LOCAL_HEADER_BYTES + name_bytes + entry.compress_size


def _check(entry: zipfile.ZipInfo) -> None:
    """What the zip says of an entry that is wanted; `_copy` holds it to the size."""
    if entry.flag_bits & ENCRYPTED:
        raise SubmissionError("the zip is encrypted: hand in one without a password")
    if entry.compress_type not in METHODS:
        raise SubmissionError("the zip is compressed in an unusual way: make it with another program")
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise SubmissionError(f"{printable(entry.filename)!r} cannot be as large as the zip says")


def _copy(source: IO[bytes], target: IO[bytes], entry: zipfile.ZipInfo) -> None:
    left = entry.file_size
    while data := source.read(min(left + 1, 1 << 16)):
        left -= len(data)
        if left < 0:
            raise SubmissionError(f"{printable(entry.filename)!r} is larger than the zip says")
        target.write(data)


def _is_regular(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)


def _path_of(entry: zipfile.ZipInfo) -> tuple[str, ...] | None:
    """The path of an entry below the folder; None for one that leads elsewhere or is no name of a file."""
    name = entry.filename
    if not entry.flag_bits & NAME_IS_UTF8:
        # Older systems write UTF-8 without saying so, and Python reads it as that of MS-DOS.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    name = name.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or any(":" in part for part in parts):
        return None
    return clean(parts)
