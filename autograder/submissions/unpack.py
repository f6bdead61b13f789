"""Open a submission: use a folder as it is, unpack a zip safely."""

import io
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from autograder.messages import students
from autograder.submissions.find import MAX_NAMES, SubmissionError
from autograder.submissions.lookup import MARK_OF_VENV
from autograder.submissions.names import clean, is_theirs, shown
from autograder.submissions.notebook import cells
from autograder.submissions.notebook.find import (
    CHECKPOINTS,
    HEAD_BYTES,
    MAX_NOTEBOOK_BYTES,
    MAX_NOTEBOOKS,
    PRINTED,
    Form,
    form_of,
    is_notebook_name,
    is_notebook_text,
)
from autograder.submissions.notes import Notes
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from autograder.text import printable

MAX_DIRECTORY_BYTES = 4 * 2**20
"""The size of a zip's central directory, enough for 30,000 files. Python reads it whole at the start."""
MAX_RATIO = 1_032
"""Deflate expands a byte to at most this many; an entry that claims more states a wrong size."""
SUFFIXES = (".py", ".md")
"""Suffixes of files that are unpacked, beside notebooks. The size of others in the zip does not matter."""
ZIP = b"PK"
# Other methods are rare, and Python decompresses them without a memory limit.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError
)  # fmt: skip
LOCAL_HEADER_BYTES = 30
ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800


@contextmanager
def opened(place: Path, notes: Notes | None = None, *, suffixes: Sequence[str] = SUFFIXES) -> Iterator[Path]:
    """Yield the folder of a submission: `place` itself, or a temporary folder with its unpacked zip.

    Args:
        place: the folder, the zip or the notebook.
        notes: collects notes for the student.
        suffixes: the files of a zip to unpack.

    Raises:
        SubmissionError: `place` is a file but not a zip or a notebook, or its zip is broken or too large.
    """
    if place.is_file():
        with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
            if _is_notebook(place):
                # One without a known ending was recognised by its content.
                is_known = is_notebook_name(place.name) or place.suffix in (".py", ".json", ".txt")
                shutil.copyfile(place, Path(temporary) / (place.name if is_known else f"{place.name}.ipynb"))
            else:
                unpack(place, Path(temporary), notes, suffixes)
            yield Path(temporary)
    else:
        yield place


def _is_notebook(place: Path) -> bool:
    """Return whether a file is a notebook by itself, or the `.py` that was downloaded from one.

    Raises:
        SubmissionError: it is too large, or another kind of file in a notebook's place.
    """
    with place.open("rb") as file:
        head = file.read(HEAD_BYTES)
    name = printable(place.name)
    if head.startswith(ZIP):
        return False
    form = form_of(head)
    is_named = is_notebook_name(place.name)
    if form in (Form.HTML, Form.PDF, Form.EMPTY) or (is_named and form is not Form.NOTEBOOK):
        raise SubmissionError(students.not_a_notebook(name, form.value))
    is_export = place.suffix == ".py" and cells.is_export(head.decode(errors="replace"))
    if not is_named and not is_export and not is_notebook_text(head):
        return False
    if place.stat().st_size > MAX_NOTEBOOK_BYTES:
        reason = Reason.TOO_LARGE.value
        raise SubmissionError(students.folder_unreadable(name, reason, MAX_NOTEBOOK_BYTES))
    return True


def unpack(
    archive: Path, folder: Path, notes: Notes | None = None, suffixes: Sequence[str] = SUFFIXES
) -> None:
    """Unpack the regular code and text files of a zip into an empty folder, and nothing outside it.

    Links, absolute paths, paths with ``..``, deep paths and files over the limits are skipped. If two entries
    have one name, the first counts.

    Args:
        archive: the zip.
        folder: the empty folder.
        notes: collects notes for the student.
        suffixes: the files to unpack.

    Raises:
        SubmissionError: it is not a zip, or is broken, encrypted or crafted to mislead.
    """
    notes = Notes() if notes is None else notes
    name = printable(archive.name)
    try:
        with _Guarded(archive) as file, zipfile.ZipFile(file) as opened_zip:
            _check_places(opened_zip.infolist(), opened_zip.start_dir)
            for entry, parts in _chosen(opened_zip.infolist(), notes, suffixes).items():
                _check(entry)
                target = folder.joinpath(*parts)
                if target.is_dir() or any(each.is_file() for each in target.parents):
                    notes.skip(parts, Reason.SAME_NAME)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened_zip.open(entry) as source, target.open("xb") as unpacked:
                    _copy(source, unpacked, entry)
    except READ_ERRORS as error:
        raise SubmissionError(students.zip_broken(name, printable(str(error)))) from error


class _Guarded(io.FileIO):
    """A zip file that limits each read to the size of the largest accepted central directory."""

    def read(self, size: int | None = -1, /) -> bytes:
        limit = MAX_DIRECTORY_BYTES + 1
        data = super().read(limit if size is None or not 0 <= size < limit else size)
        if len(data) == limit:
            raise SubmissionError(students.ZIP_TOO_MANY_FILES)
        return data


def _chosen(
    entries: list[zipfile.ZipInfo], notes: Notes, suffixes: Sequence[str]
) -> dict[zipfile.ZipInfo, tuple[str, ...]]:
    """Return the entries to unpack with their paths, top first and within the limits."""
    looked_at = [entry for entry in entries if _is_looked_at(entry.filename, suffixes)]
    plain: dict[zipfile.ZipInfo, tuple[str, ...]] = {}
    for entry in looked_at:
        if (parts := _path_of(entry)) and _is_regular(entry):
            plain[entry] = parts
        elif not entry.is_dir():
            notes.skip(entry.filename, Reason.NOT_REGULAR if parts else Reason.UNUSUAL_NAME)
    environments = {path[:-1] for path in plain.values() if path[-1] == MARK_OF_VENV}
    first: dict[tuple[str, ...], zipfile.ZipInfo] = {}
    for entry, path in plain.items():
        folders = [path[:depth] for depth in range(1, len(path))]
        is_own = all(_may_hold_work(each[-1]) and each not in environments for each in folders)
        if is_own and path[-1] != MARK_OF_VENV:
            counts = first.setdefault(path, entry)
            if entry.CRC != counts.CRC:
                notes.skip(path, Reason.SAME_ENTRY)
    if entries and not first:
        if printed := next((entry.filename for entry in entries if PRINTED.search(entry.filename)), ""):
            form = Form.PDF if printed.lower().endswith("pdf") else Form.HTML
            raise SubmissionError(students.not_a_notebook(shown(printed), form.value))
        names = [shown(entry.filename) for entry in entries[:MAX_NAMES]]
        notes.say(students.zip_without_work(names, len(entries) - len(names)))
    return _within_limits(first, notes)


def _within_limits(
    found: dict[tuple[str, ...], zipfile.ZipInfo], notes: Notes
) -> dict[zipfile.ZipInfo, tuple[str, ...]]:
    kept: dict[zipfile.ZipInfo, tuple[str, ...]] = {}
    total = n_notebooks = 0
    for parts, entry in sorted(found.items(), key=lambda item: (len(item[0]), item[0])):
        if is_notebook_name(parts[-1]):
            if entry.file_size > MAX_NOTEBOOK_BYTES:
                notes.skip(parts, Reason.TOO_LARGE, MAX_NOTEBOOK_BYTES)
            elif n_notebooks >= MAX_NOTEBOOKS:
                notes.say(students.notebooks_too_many(MAX_NOTEBOOKS))
            else:
                kept[entry] = parts
                n_notebooks += 1
        elif entry.file_size > MAX_FILE_BYTES:
            notes.skip(parts, Reason.TOO_LARGE, MAX_FILE_BYTES)
        elif len(kept) >= MAX_FILES:
            notes.skip(parts, Reason.TOO_MANY_FILES, MAX_FILES)
        elif total + entry.file_size > MAX_TOTAL_BYTES:
            notes.skip(parts, Reason.TOO_MANY_BYTES, MAX_TOTAL_BYTES)
        else:
            kept[entry] = parts
            total += entry.file_size
    return kept


def _check_places(entries: list[zipfile.ZipInfo], directory_start: int) -> None:
    """Refuse entries that share bytes: no honest program writes them, and they expand without limit."""
    end = 0
    places = [(entry.header_offset, _min_bytes(entry)) for entry in entries]
    for begin, size in [*sorted(places), (directory_start, 0)]:
        if begin < end:
            raise SubmissionError(students.ZIP_OVERLAP)
        end = begin + size


def _min_bytes(entry: zipfile.ZipInfo) -> int:
    """Return an entry's minimum size in the zip: local header, name and content."""
    name = entry.orig_filename
    name_bytes = len(name.encode()) if entry.flag_bits & NAME_IS_UTF8 else len(name)
    return LOCAL_HEADER_BYTES + name_bytes + entry.compress_size


def _check(entry: zipfile.ZipInfo) -> None:
    """Check what the zip states about an entry; `_copy` checks the stated size."""
    if entry.flag_bits & ENCRYPTED:
        raise SubmissionError(students.ZIP_ENCRYPTED)
    if entry.compress_type not in METHODS:
        raise SubmissionError(students.ZIP_METHOD)
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise SubmissionError(students.zip_size_impossible(shown(entry.filename)))


def _copy(source: IO[bytes], target: IO[bytes], entry: zipfile.ZipInfo) -> None:
    left = entry.file_size
    while data := source.read(min(left + 1, 1 << 16)):
        left -= len(data)
        if left < 0:
            raise SubmissionError(students.zip_size_wrong(shown(entry.filename)))
        target.write(data)


def _is_looked_at(name: str, suffixes: Sequence[str]) -> bool:
    return name.lower().endswith((*suffixes, MARK_OF_VENV)) or is_notebook_name(name.rpartition("/")[2])


def _may_hold_work(folder: str) -> bool:
    """Return whether a folder may hold a student's work; a notebook's automatic copy is used at need."""
    return is_theirs(folder) or folder == CHECKPOINTS


def _is_regular(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)


def _path_of(entry: zipfile.ZipInfo) -> tuple[str, ...] | None:
    """Return an entry's path below the folder; None if it leads elsewhere or is not a valid name."""
    name = entry.filename
    if not entry.flag_bits & NAME_IS_UTF8:
        # Older systems write UTF-8 without its flag, and Python decodes it as cp437.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    name = name.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or any(":" in part for part in parts):
        return None
    return clean(parts)
