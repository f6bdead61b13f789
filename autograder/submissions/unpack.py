"""Opens what was handed in: a folder as it is, a zip unpacked with care."""

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.submissions.find import MAX_DEPTH, SubmissionError

MAX_FILES = 2_000
MAX_FILE_BYTES = 20 * 2**20
MAX_TOTAL_BYTES = 100 * 2**20
# The others are rare, and Python unpacks them in pieces without a limit: a bomb would fill the memory.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
READ_ERRORS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError
)  # fmt: skip


@contextmanager
def opened(place: Path) -> Iterator[Path]:
    """The folder of a submission: `place` itself, or where its zip was unpacked for as long as it is needed.

    Raises:
        SubmissionError: `place` is neither, or a zip that is broken or too large.
    """
    if place.is_file():
        with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
            unpack(place, Path(temporary))
            yield Path(temporary)
    else:
        yield place


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks a zip into an empty folder: regular files only, below it only, so many and so large only.

    Links, absolute paths and paths with ``..`` are left out, and so is what lies deeper than any student's
    file; of two entries with one name, the first counts.

    Raises:
        SubmissionError: it is no zip, is broken or encrypted, or holds more than a submission may.
    """
    try:
        with zipfile.ZipFile(archive) as opened_zip:
            entries = [entry for entry in opened_zip.infolist() if _is_plain(entry)]
            _check_size(entries)
            for entry in entries:
                target = folder.joinpath(*_safe_parts(entry.filename))
                if any(part.is_file() for part in target.parents) or target.exists():
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened_zip.open(entry) as source, target.open("xb") as file:
                    _copy(source, file, entry)
    except READ_ERRORS as error:
        raise SubmissionError(f"{archive.name} is no zip that can be unpacked: {error}") from error


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    """What the zip says of itself; `_copy` holds it to that."""
    if len(entries) > MAX_FILES:
        raise SubmissionError(f"the zip holds {len(entries)} files; a submission may hold {MAX_FILES}")
    if any(entry.file_size > MAX_FILE_BYTES for entry in entries):
        raise SubmissionError(f"the zip holds a file of more than {MAX_FILE_BYTES >> 20} MiB")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise SubmissionError(f"the zip unpacks to more than {MAX_TOTAL_BYTES >> 20} MiB")
    if any(entry.compress_type not in METHODS for entry in entries):
        raise SubmissionError("the zip is compressed in an unusual way: make it with another program")


def _copy(source: IO[bytes], target: IO[bytes], entry: zipfile.ZipInfo) -> None:
    left = entry.file_size
    while data := source.read(min(left + 1, 1 << 16)):
        left -= len(data)
        if left < 0:
            raise SubmissionError(f"{entry.filename!r} is larger than the zip says")
        target.write(data)


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return bool(_safe_parts(entry.filename)) and not entry.is_dir() and kind in (0, stat.S_IFREG)


def _safe_parts(name: str) -> tuple[str, ...]:
    """The parts of a path below the folder; none for a path that leads elsewhere."""
    path = PurePosixPath(name.replace("\\", "/"))
    wrong = path.is_absolute() or any(part == ".." or ":" in part or "\0" in part for part in path.parts)
    return () if wrong or len(path.parts) > MAX_DEPTH else path.parts
