"""Hashes of a submission's content and of all that its grade depends on. A result counts for both."""

import hashlib
import os
import platform
import stat
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from autograder.catalog import Project
from autograder.grading.key import Key
from autograder.platforms.gradescope.build import PACKAGE, PACKAGES, SINGLE_FILES
from autograder.regrade.export import READ_ERRORS, Entry, export_zip, members
from autograder.submissions.find import SubmissionError

LENGTH = 32
BLOCK = 1 << 20
DRIVES_GRADING = ("regrade/grader.py",)
"""Beside what runs in the container."""


def build_hash(project: Project, key: Key) -> str:
    """Return the hash of all that a grade depends on beside the submission.

    Args:
        project: the course. The key's own hash covers its content, except the given code.
        key: as `packed_key` made it, with the hash of its sources and of the chaffs.
    """
    hasher = hashlib.sha256(key.made_from.encode())
    versions = (platform.python_version(), version("numpy"), version("torch"))
    hasher.update(repr(versions).encode())
    paths = [PACKAGE / name for name in (*SINGLE_FILES, *DRIVES_GRADING)]
    for package in PACKAGES:
        paths += sorted((PACKAGE / package).rglob("*.py"))
    for path in [*paths, project.catalog_file]:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hasher.update(f"{path.name} {len(content)} ".encode() + content)
    return hasher.hexdigest()[:LENGTH]


def content_hash(entry: Entry) -> str:
    """Return the hash of a submission's files and their names: the same in an export zip and unpacked.

    Raises:
        GraderError: the export zip cannot be read.
        OSError: the submission is gone.
    """
    if entry.inside:
        files = _of_members(entry)
    elif entry.place.is_dir():
        files = _of_folder(entry.place, ())
    else:
        files = iter([((entry.place.name,), _of_file(entry.place))])
    hasher = hashlib.sha256()
    for parts, digest in sorted(files):
        name = "/".join(parts).encode(errors="surrogateescape")
        hasher.update(f"{len(name)} {len(digest)} ".encode() + name + digest)
    return hasher.hexdigest()[:LENGTH]


def _of_members(entry: Entry) -> Iterator[tuple[tuple[str, ...], bytes]]:
    try:
        found = members(entry)
    except SubmissionError as error:  # grading says so too
        yield (), str(error).encode()
        return
    for parts, info in found:
        try:
            with export_zip(entry.place).open(info) as file:
                yield parts, hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]
        except (*READ_ERRORS, OSError) as error:  # grading says so too
            yield parts, f"unreadable {error}".encode()


def _of_folder(folder: Path, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """Yield each file below a folder, following no link."""
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as error:
        yield above, f"unreadable {error.errno}".encode()
        return
    for each in entries:
        parts = (*above, each.name)
        if each.is_symlink():
            yield parts, b"link " + os.fsencode(Path(each.path).readlink())
        elif each.is_dir(follow_symlinks=False):
            yield from _of_folder(Path(each.path), parts)
        elif each.is_file(follow_symlinks=False):
            yield parts, _of_file(Path(each.path))
        else:
            yield parts, b"other"


def _of_file(path: Path) -> bytes:
    try:
        # Not a pipe that has taken the file's place: opening it would never return.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return f"unreadable {error.errno}".encode()
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return b"other"
        return hashlib.file_digest(file, "sha256").digest()
