"""Unpack an archive safely: within limits, and nothing outside its folder."""

import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from autograder.messages import students
from autograder.submissions.find import MAX_NAMES, SubmissionError
from autograder.submissions.lookup import MARK_OF_VENV
from autograder.submissions.names import clean, holds_no_work, is_theirs, looks_like_code, shown
from autograder.submissions.notebook.find import (
    MAX_NOTEBOOK_BYTES,
    MAX_NOTEBOOKS,
    PRINTED,
    Form,
    is_notebook_name,
)
from autograder.submissions.notes import Notes
from autograder.submissions.packed import (
    CLOSED,
    TARS,
    decompressed,
    entry_of_method,
    form_of_archive,
    is_part_of_zip,
)
from autograder.submissions.packed import Form as Archive
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from autograder.submissions.tar import Entry, NotTarError, TarLimitError, entries_of
from autograder.text import printable

MAX_DIRECTORY_BYTES = 4 * 2**20
"""The size of a zip's central directory, enough for 30,000 files. Python reads it whole at the start."""
MAX_ENTRIES = 30_000
"""Entries of a tar, for the same reason."""
MAX_RATIO = 1_032
"""Deflate expands a byte to at most this many; an entry that claims more states a wrong size."""
MAX_ARCHIVES = 5
"""Archives within a submission that are opened, one level deep."""
MAX_ARCHIVE_BYTES = 20 * 2**20
SUFFIXES = (".py", ".md", ".markdown", ".txt")
"""Suffixes of files that are unpacked, beside notebooks and code under other names. The size of others in the
archive does not matter."""
ARCHIVE = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|gz|bz2|xz|rar|7z|zst)\Z", re.IGNORECASE)
# Others are rare, and nothing in Python's library unpacks them.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
READ_ERRORS = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError,
    EOFError, ValueError, OSError,
)  # fmt: skip
LOCAL_HEADER_BYTES = 30
ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800
DRIVE = re.compile(r"(?:[\\/]{2}[?.][\\/])?[A-Za-z]:(?=[\\/])")
OFFICE = "[Content_Types].xml"


def unpack(
    archive: Path,
    folder: Path,
    notes: Notes | None = None,
    suffixes: Sequence[str] = SUFFIXES,
    *,
    inner: str = "",
) -> None:
    """Unpack the regular code and text files of a zip or a tar into an empty folder, and nothing outside it.

    Links, paths with ``..``, deep paths and files over the limits are skipped. Of absolute paths the part
    below the root counts. If two entries have one name, the first counts.

    Args:
        archive: the zip or tar.
        folder: the empty folder.
        notes: collects notes for the student.
        suffixes: the files to unpack.
        inner: the archive's own path within the submission; archives in it are not opened any more.

    Raises:
        SubmissionError: it is not an archive, or is broken, encrypted or crafted to mislead.
    """
    notes = Notes() if notes is None else notes
    name = printable(archive.name)
    with archive.open("rb") as file:
        form = form_of_archive(file.read(512))
        if form not in TARS and is_part_of_zip(file):
            raise SubmissionError(students.archives.ZIP_SPLIT)
    if form in CLOSED:
        raise SubmissionError(students.archives.closed(name, form.value))
    try:
        if form in TARS:
            try:
                _unpack_tar(archive, form, folder, notes, suffixes, inner)
            except NotTarError:
                if form is Archive.TAR:
                    raise
                _unpack_single(archive, form, folder, notes, suffixes)
        else:
            _unpack_zip(archive, folder, notes, suffixes, inner)
    except TarLimitError:
        notes.say(students.archives.too_long(name))
    except READ_ERRORS as error:
        words = students.archives.zip_broken if form not in TARS else students.archives.tar_broken
        raise SubmissionError(words(name, printable(str(error)))) from error


def _unpack_zip(archive: Path, folder: Path, notes: Notes, suffixes: Sequence[str], inner: str) -> None:
    with _Guarded(archive) as file, zipfile.ZipFile(file) as opened_zip:
        infos = opened_zip.infolist()
        _check_places(infos, opened_zip.start_dir)
        if any(info.filename == OFFICE for info in infos):
            raise SubmissionError(students.archives.office_document(printable(archive.name)))
        entries = {
            number: Entry(_name_of(info), info.file_size, _is_regular(info), _is_folder(info), info.CRC)
            for number, info in enumerate(infos)
        }
        for number, parts in _chosen(entries, notes, suffixes, inner).items():
            info = infos[number]
            _check(info)
            target = _target(folder, parts, notes)
            if not target:
                continue
            with target.open("xb") as unpacked:
                if info.compress_type in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
                    _copy(entry_of_method(file, info), unpacked, info)
                else:
                    with opened_zip.open(info) as source:
                        _copy(iter(lambda: source.read(1 << 16), b""), unpacked, info)


def _unpack_tar(
    archive: Path, form: Archive, folder: Path, notes: Notes, suffixes: Sequence[str], inner: str
) -> None:
    """Unpack a tar in two passes: which files are taken is known once all are seen."""
    found: dict[int, Entry] = {}
    with archive.open("rb") as file, suppress(TarLimitError):
        for number, (entry, _) in enumerate(entries_of(decompressed(file, form))):
            if number == MAX_ENTRIES:
                raise SubmissionError(students.archives.ZIP_TOO_MANY_FILES)
            found[number] = entry
    # Backwards, because `tar -r` and `tar -u` append newer versions.
    chosen = _chosen(dict(reversed(found.items())), notes, suffixes, inner, Reason.OLDER_ENTRY)
    with archive.open("rb") as file:
        for number, (_, content) in enumerate(entries_of(decompressed(file, form))):
            if number in chosen and (target := _target(folder, chosen[number], notes)):
                with target.open("xb") as unpacked:
                    for piece in content:
                        unpacked.write(piece)


def _unpack_single(archive: Path, form: Archive, folder: Path, notes: Notes, suffixes: Sequence[str]) -> None:
    """Decompress a single file, such as `sums.py.gz`."""
    name = ARCHIVE.sub("", archive.name)
    name = name if "." in name else f"{name}.py"
    if not is_looked_at(name, suffixes):
        notes.left.append((name,))
        return
    content = bytearray()
    with archive.open("rb") as file:
        for piece in decompressed(file, form):
            content += piece
            if len(content) > MAX_FILE_BYTES:
                notes.skip(name, Reason.TOO_LARGE, MAX_FILE_BYTES)
                return
    if target := _target(folder, (name,), notes):
        target.write_bytes(content)


def _target(folder: Path, parts: Sequence[str], notes: Notes) -> Path | None:
    """Return where a file is unpacked; None if another file or folder of the archive is there already."""
    target = folder.joinpath(*parts)
    if target.is_dir() or any(each.is_file() for each in target.parents):
        notes.skip(parts, Reason.SAME_NAME)
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


class _Guarded(io.FileIO):
    """A zip file that limits each read to the size of the largest accepted central directory."""

    def read(self, size: int | None = -1, /) -> bytes:
        limit = MAX_DIRECTORY_BYTES + 1
        data = super().read(limit if size is None or not 0 <= size < limit else size)
        if len(data) == limit:
            raise SubmissionError(students.archives.ZIP_TOO_MANY_FILES)
        return data


def _chosen(
    entries: Mapping[int, Entry],
    notes: Notes,
    suffixes: Sequence[str],
    inner: str,
    double: Reason = Reason.SAME_ENTRY,
) -> dict[int, tuple[str, ...]]:
    """Return the entries to unpack with their paths, top first and within the limits."""
    plain: dict[int, tuple[Entry, tuple[str, ...]]] = {}
    for number, entry in entries.items():
        parts = _path_of(entry.name)
        if not is_looked_at(entry.name, suffixes):
            if parts and not entry.is_folder:
                notes.left.append(parts)
        elif parts and entry.is_regular:
            plain[number] = entry, parts
        elif not entry.is_folder:
            notes.skip(entry.name, Reason.NOT_REGULAR if parts else Reason.UNUSUAL_NAME)
    environments = {path[:-1] for _, path in plain.values() if path[-1] == MARK_OF_VENV}
    first: dict[tuple[str, ...], int] = {}
    for number, (entry, path) in plain.items():
        folders = [path[:depth] for depth in range(1, len(path))]
        is_own = not any(holds_no_work(each[-1]) for each in folders)
        # Some students make an environment where their work is: what is directly in its folder counts.
        is_own &= not any(each in environments for each in folders[:-1])
        if inner and ARCHIVE.search(path[-1]):
            notes.say(students.archives.unopened(f"{shown(path)} in {inner}", students.archives.TOO_DEEP))
        elif is_own:
            counts = entries[first.setdefault(path, number)]
            if entry.check != counts.check and is_theirs("/".join(path)):
                notes.skip(path, double)
    if entries and not first:
        names = [shown(entry.name) for entry in entries.values()]
        if not inner and (printed := next((e.name for e in entries.values() if PRINTED.search(e.name)), "")):
            form = Form.PDF if printed.lower().endswith("pdf") else Form.HTML
            raise SubmissionError(students.notebooks.not_a_notebook(shown(printed), form.value))
        if not inner:
            notes.say(students.archives.zip_without_work(names[:MAX_NAMES], len(names[MAX_NAMES:])))
    return within_limits({number: (entries[number], path) for path, number in first.items()}, notes)


def within_limits(
    found: Mapping[int, tuple[Entry, tuple[str, ...]]], notes: Notes
) -> dict[int, tuple[str, ...]]:
    """Return the files within the limits: their own before hidden folders, then the nearest to the top."""
    kept: dict[int, tuple[str, ...]] = {}
    total = n_notebooks = n_archives = 0

    def order(item: tuple[int, tuple[Entry, tuple[str, ...]]]) -> tuple[bool, int, tuple[str, ...]]:
        path = item[1][1]
        return not _is_own(path), len(path), path

    for number, (entry, parts) in sorted(found.items(), key=order):
        noted = notes if _is_own(parts) else Notes()
        if is_notebook_name(parts[-1]):
            if entry.size > MAX_NOTEBOOK_BYTES:
                noted.skip(parts, Reason.TOO_LARGE, MAX_NOTEBOOK_BYTES)
            elif n_notebooks >= MAX_NOTEBOOKS:
                notes.say(students.notebooks.too_many(MAX_NOTEBOOKS))
            else:
                kept[number] = parts
                n_notebooks += 1
        elif ARCHIVE.search(parts[-1]):
            if entry.size > MAX_ARCHIVE_BYTES:
                noted.skip(parts, Reason.TOO_LARGE, MAX_ARCHIVE_BYTES)
            elif n_archives < MAX_ARCHIVES:
                kept[number] = parts
                n_archives += 1
        elif entry.size > MAX_FILE_BYTES:
            noted.skip(parts, Reason.TOO_LARGE, MAX_FILE_BYTES)
        elif len(kept) >= MAX_FILES:
            noted.skip(parts, Reason.TOO_MANY_FILES, MAX_FILES)
        elif total + entry.size > MAX_TOTAL_BYTES:
            noted.skip(parts, Reason.TOO_MANY_BYTES, MAX_TOTAL_BYTES)
        else:
            kept[number] = parts
            total += entry.size
    return kept


def _is_own(parts: Sequence[str]) -> bool:
    return all(map(is_theirs, parts))


def _check_places(entries: list[zipfile.ZipInfo], directory_start: int) -> None:
    """Refuse entries that share bytes: no honest program writes them, and they expand without limit."""
    end = 0
    places = [(entry.header_offset, _min_bytes(entry)) for entry in entries]
    for begin, size in [*sorted(places), (directory_start, 0)]:
        if begin < end:
            raise SubmissionError(students.archives.ZIP_OVERLAP)
        end = begin + size


def _min_bytes(entry: zipfile.ZipInfo) -> int:
    """Return an entry's minimum size in the zip: local header, name and content."""
    name = entry.orig_filename
    name_bytes = len(name.encode()) if entry.flag_bits & NAME_IS_UTF8 else len(name)
    return LOCAL_HEADER_BYTES + name_bytes + entry.compress_size


def _check(entry: zipfile.ZipInfo) -> None:
    """Check what the zip states about an entry; `_copy` checks the stated size."""
    if entry.flag_bits & ENCRYPTED:
        raise SubmissionError(students.archives.ZIP_ENCRYPTED)
    if entry.compress_type not in METHODS:
        raise SubmissionError(students.archives.ZIP_METHOD)
    is_deflated = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if is_deflated and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise SubmissionError(students.archives.zip_size_impossible(shown(entry.filename)))


def _copy(pieces: Iterator[bytes], target: IO[bytes], entry: zipfile.ZipInfo) -> None:
    left = entry.file_size
    for data in pieces:
        left -= len(data)
        if left < 0:
            raise SubmissionError(students.archives.zip_size_wrong(shown(entry.filename)))
        target.write(data)


def is_looked_at(name: str, suffixes: Sequence[str]) -> bool:
    """Return whether a file may matter, by its name."""
    base = name.replace("\\", "/").rpartition("/")[2]
    is_known = name.lower().endswith((*suffixes, MARK_OF_VENV)) or looks_like_code(base)
    return (is_known or is_notebook_name(base) or bool(ARCHIVE.search(base))) and not base.startswith("._")


def _is_regular(entry: zipfile.ZipInfo) -> bool:
    return not _is_folder(entry) and stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith("/")


def _name_of(entry: zipfile.ZipInfo) -> str:
    if not entry.flag_bits & NAME_IS_UTF8:
        # Older systems write UTF-8 without its flag, and Python decodes it as cp437.
        with suppress(UnicodeError):
            return entry.filename.encode("cp437").decode()
    return entry.filename


def _path_of(name: str) -> tuple[str, ...] | None:
    """Return an entry's path below the folder; None if it leads elsewhere or is not a valid name.

    Of an absolute path, the part below the drive or the root counts.
    """
    below = DRIVE.sub("", name, count=1) if DRIVE.match(name) else name
    parts = [part for part in below.replace("\\", "/").split("/") if part not in ("", ".")]
    while parts and parts[0] == "..":
        del parts[0]
    if any(":" in part for part in parts):
        return None
    return clean(parts)
