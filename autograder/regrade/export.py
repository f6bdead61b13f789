"""Find the submissions of a course: an export, a folder, a list of paths, or single ones."""

import re
import shutil
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.catalog import Assignment
from autograder.errors import AutograderError, GraderError
from autograder.grading.list_files import EXPORTED, METADATA, submissions_in
from autograder.messages import instructors
from autograder.submissions.find import SubmissionError
from autograder.text import printable

LIST_SUFFIXES = (".txt", ".list")
MAX_FILES = 20_000
MAX_BYTES = 512 * 2**20
"""Of one submission in an export. The platform's own limit for an upload is below it."""
READ_ERRORS = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError)


@dataclass(frozen=True)
class Entry:
    """One submission of a course."""

    name: str
    """Unique among the submissions of a run."""
    place: Path
    """Its folder or file, or the export zip that holds it."""
    inside: str = ""
    """Its folder in the export zip; "" if `place` is the submission itself."""


def find_entries(places: Sequence[Path], assignment: Assignment) -> list[Entry]:
    """Return the submissions at some places, in the order of their names.

    Args:
        places: export zips, folders of submissions, lists (`.txt`, one path a line), or single submissions.
        assignment: knows the files of a submission.

    Raises:
        AutograderError: a place does not exist, holds no submission, or two submissions have one name.
    """
    found: dict[str, Entry] = {}
    for place in places:
        for entry in _entries(place, assignment):
            name = printable(entry.name)
            if name in found:
                name = printable(str(entry.place / entry.inside))
            if name in found:
                raise AutograderError(instructors.named_twice(name))
            found[name] = replace(entry, name=name)
    if not found:
        raise AutograderError(instructors.no_submissions([str(place) for place in places]))
    return list(found.values())


def metadata_of(place: Path) -> bytes | None:
    """Return the content of an export's metadata file; None if it has none."""
    if place.is_dir():
        file = place / METADATA
        return file.read_bytes() if file.is_file() else None
    if not zipfile.is_zipfile(place):
        return None
    with zipfile.ZipFile(place) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == METADATA]
        near = min(names, key=lambda name: name.count("/"), default="")
        return archive.read(near) if near.count("/") <= 1 and near else None


@contextmanager
def opened_entry(entry: Entry) -> Iterator[Path]:
    """Open a submission as the path that `grade_submission` takes.

    Raises:
        GraderError: the export zip is broken at this place.
        SubmissionError: the submission is far too large.
    """
    if not entry.inside:
        yield entry.place
        return
    with TemporaryDirectory(prefix="autograder-") as temporary:
        folder = Path(temporary) / entry.inside.rpartition("/")[2]
        folder.mkdir()
        for parts, info in members(entry):
            target = folder.joinpath(*parts)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with export_zip(entry.place).open(info) as source, target.open("xb") as file:
                    shutil.copyfileobj(source, file)
            except READ_ERRORS as error:
                raise GraderError(
                    instructors.export_broken(entry.place, info.filename, str(error))
                ) from error
            except OSError:
                continue  # a name that no file can have here, or a file that has a folder's name
        yield folder


def members(entry: Entry) -> list[tuple[tuple[str, ...], zipfile.ZipInfo]]:
    """Return the regular files of a submission in an export zip, each with its path below the submission.

    Raises:
        GraderError: the zip cannot be read.
        SubmissionError: there are far too many, or they are far too large.
    """
    found: dict[tuple[str, ...], zipfile.ZipInfo] = {}
    for info in _groups(entry.place, export_key(entry.place)).get(entry.inside, ()):
        parts = tuple(part for part in info.filename[len(entry.inside) + 1 :].split("/") if part != ".")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.is_dir() or kind not in (0, stat.S_IFREG) or not all(parts) or ".." in parts:
            continue
        found.setdefault(parts, info)  # of two with one name the first counts
    if len(found) > MAX_FILES or sum(info.file_size for info in found.values()) > MAX_BYTES:
        raise SubmissionError(instructors.submission_too_large(MAX_FILES, MAX_BYTES))
    return list(found.items())


def export_key(place: Path) -> tuple[int, int]:
    """Return what changes when a zip is replaced."""
    status = place.stat()
    return status.st_mtime_ns, status.st_size


def export_zip(place: Path) -> zipfile.ZipFile:
    """Return the open zip at a path. It is opened once for many submissions.

    Raises:
        GraderError: the zip cannot be read.
    """
    return _open_zip(place, export_key(place))


@lru_cache(maxsize=2)
def _open_zip(place: Path, _key: tuple[int, int]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(place)
    except (*READ_ERRORS, OSError) as error:
        raise GraderError(instructors.export_broken(place, "", str(error))) from error


@lru_cache(maxsize=2)
def _groups(place: Path, _key: tuple[int, int]) -> dict[str, list[zipfile.ZipInfo]]:
    """Return the entries of an export zip by the folder of their submission; none if it is not an export."""
    infos = export_zip(place).infolist()
    found: dict[str, list[zipfile.ZipInfo]] = {}
    for depth in (0, 1):  # the export's own folder may be in the zip
        for info in infos:
            parts = info.filename.split("/")
            if len(parts) > depth + 1 and EXPORTED.match(parts[depth]):
                found.setdefault("/".join(parts[: depth + 1]), []).append(info)
        if found:
            break
    return found


def _entries(place: Path, assignment: Assignment) -> Iterator[Entry]:
    if not place.exists():
        raise AutograderError(instructors.place_missing(place))
    place = place.resolve()
    if place.is_file() and zipfile.is_zipfile(place) and (groups := _groups(place, export_key(place))):
        for inside in sorted(groups, key=_by_number):
            yield Entry(inside.rpartition("/")[2], place, inside)
    elif listed := _listed(place):
        for path in listed:
            if not path.exists():
                raise AutograderError(instructors.place_missing(path))
            yield Entry(path.name, path)
    else:
        for each in sorted(submissions_in(place, assignment), key=lambda path: _by_number(path.name)):
            yield Entry(each.name, each)


def _by_number(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)\Z", name)
    return (int(number[1]) if number and len(number[1]) < 18 else 0), name


def _listed(place: Path) -> list[Path]:
    """Return the paths in a list, below the list's own folder unless they are absolute."""
    if not place.is_file() or place.suffix.lower() not in LIST_SUFFIXES:
        return []
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    paths = [place.parent / line.strip() for line in lines if line.strip() and not line.startswith("#")]
    # A student's answers may be a text, too: a list's first line is a path.
    return paths if paths and paths[0].exists() else []
