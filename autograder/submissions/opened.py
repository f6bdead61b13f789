"""Open a submission: use a folder as it is, and unpack archives, one of them or those in it."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.messages import students
from autograder.submissions.find import SubmissionError
from autograder.submissions.listing import list_files
from autograder.submissions.names import is_theirs, looks_like_code, shown
from autograder.submissions.notebook import exports
from autograder.submissions.notebook.find import (
    HEAD_BYTES,
    MAX_NOTEBOOK_BYTES,
    Form,
    form_of,
    is_notebook_name,
    is_notebook_text,
)
from autograder.submissions.notes import Notes
from autograder.submissions.packed import Form as Archive
from autograder.submissions.packed import form_of_archive
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import MAX_FILE_BYTES
from autograder.submissions.tar import Entry
from autograder.submissions.tree import Tree, UnreadableError
from autograder.submissions.unpack import (
    ARCHIVE,
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVES,
    SUFFIXES,
    is_looked_at,
    unpack,
    within_limits,
)
from autograder.text import printable


@contextmanager
def opened(place: Path, notes: Notes | None = None, *, suffixes: Sequence[str] = SUFFIXES) -> Iterator[Path]:
    """Yield the folder of a submission: `place` itself, or a temporary folder with what was unpacked.

    Archives within the submission are unpacked beside its files, one level deep.

    Args:
        place: the folder, or a single file: an archive, a notebook, Python code or a text.
        notes: collects notes for the student.
        suffixes: the files of an archive to unpack.

    Raises:
        SubmissionError: `place` is a file that cannot be used, or its archive is broken or too large.
    """
    notes = Notes() if notes is None else notes
    if place.is_file():
        with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
            folder = Path(temporary)
            if _is_notebook(place):
                # One without a known ending was recognised by its content.
                is_known = is_notebook_name(place.name) or place.suffix in (".py", ".json", ".txt")
                _copy_file(place, folder / (place.name if is_known else f"{place.name}.ipynb"))
            elif _is_archive(place):
                unpack(place, folder, notes, suffixes)
            elif _is_work(place, suffixes):
                if place.stat().st_size > MAX_FILE_BYTES:
                    raise SubmissionError(
                        students.skipped.folder_unreadable(
                            printable(place.name), Reason.TOO_LARGE.value, MAX_FILE_BYTES
                        )
                    )
                _copy_file(place, folder / place.name)
            else:
                raise SubmissionError(students.files.file_of_no_use(printable(place.name)))
            _unpack_inner(folder, folder, notes, suffixes)
            yield folder
    elif place.is_dir() and _archives(place):
        with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
            _copy_work(place, Path(temporary), notes, suffixes)
            _unpack_inner(place, Path(temporary), notes, suffixes)
            yield Path(temporary)
    else:
        yield place


def _copy_file(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def _is_work(place: Path, suffixes: Sequence[str]) -> bool:
    """Return whether a single file is code or a text in which an answer may stand."""
    if place.suffix.lower() == ".txt" and not looks_like_code(place.name):
        with place.open("rb") as file:
            return b"def " in file.read(MAX_FILE_BYTES)
    return place.suffix.lower() in suffixes or looks_like_code(place.name)


def _is_archive(place: Path) -> bool:
    with place.open("rb") as file:
        return form_of_archive(file.read(512)) is not Archive.OTHER or bool(ARCHIVE.search(place.name))


def _archives(place: Path) -> list[tuple[str, ...]]:
    """Return the archives in a folder, the nearest to the top first."""
    try:
        with Tree(place) as tree:
            files = list_files(tree).files
    except UnreadableError:
        return []  # the next step says why
    return [parts for parts in files if ARCHIVE.search(parts[-1]) and is_theirs(parts[-1])]


def _copy_work(place: Path, folder: Path, notes: Notes, suffixes: Sequence[str]) -> None:
    """Copy what counts of a folder, because nothing may be unpacked into a student's own."""
    with Tree(place) as tree:
        listing = list_files(tree)
        for parts in listing.links:
            if is_looked_at(parts[-1], suffixes):
                notes.skip(parts, Reason.NOT_REGULAR)
        plain = {
            number: (Entry("/".join(parts), tree.size(parts), is_regular=True), parts)
            for number, parts in enumerate(listing.files)
            if is_looked_at(parts[-1], suffixes) and not ARCHIVE.search(parts[-1])
        }
        for number, path in within_limits(plain, notes).items():
            parts = plain[number][1]
            try:
                content = tree.read(parts, MAX_NOTEBOOK_BYTES)
            except UnreadableError as error:
                notes.skip(parts, error.reason, error.detail)
                continue
            target = folder.joinpath(*path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    notes.left += [parts for parts in listing.files if not is_looked_at(parts[-1], suffixes)]


def _unpack_inner(place: Path, folder: Path, notes: Notes, suffixes: Sequence[str]) -> None:
    """Unpack the archives in `place`, each into a folder of `folder` that is named like it."""
    found = _archives(place)
    for parts in found[:MAX_ARCHIVES]:
        stem = re.sub(r"\.tar\Z", "", ARCHIVE.sub("", parts[-1]), flags=re.IGNORECASE) or "archive"
        if looks_like_code(stem):  # one compressed file; its folder must not pass for it
            stem = stem.replace(".", "_")
        target = folder.joinpath(*parts[:-1], stem)
        while target.exists():
            target = target.with_name(f"{target.name}_")
        with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
            archive = Path(temporary) / printable(parts[-1])
            try:
                with Tree(place) as tree:
                    archive.write_bytes(tree.read(parts, MAX_ARCHIVE_BYTES))
            except UnreadableError as error:
                notes.skip(parts, error.reason, error.detail)
                continue
            if place == folder:
                folder.joinpath(*parts).unlink()
            target.mkdir(parents=True)
            try:
                unpack(archive, target, notes, suffixes, inner=shown(parts))
            except SubmissionError as error:
                notes.say(students.archives.unopened(shown(parts), str(error)))
            with suppress(OSError):  # empty: the student has no such folder
                target.rmdir()
    for parts in found[MAX_ARCHIVES:]:
        notes.say(students.archives.unopened(shown(parts), students.archives.TOO_MANY))


def _is_notebook(place: Path) -> bool:
    """Return whether a file is a notebook by itself, or the `.py` that was downloaded from one.

    Raises:
        SubmissionError: it is too large, or another kind of file in a notebook's place.
    """
    with place.open("rb") as file:
        head = file.read(HEAD_BYTES)
    name = printable(place.name)
    if form_of_archive(head) is not Archive.OTHER:
        return False
    form = form_of(head)
    is_named = is_notebook_name(place.name)
    if form in (Form.HTML, Form.PDF, Form.EMPTY) or (is_named and form is not Form.NOTEBOOK):
        raise SubmissionError(students.notebooks.not_a_notebook(name, form.value))
    is_export = place.suffix == ".py" and exports.is_export(head.decode(errors="replace"))
    if not is_named and not is_export and not is_notebook_text(head):
        return False
    if place.stat().st_size > MAX_NOTEBOOK_BYTES:
        reason = Reason.TOO_LARGE.value
        raise SubmissionError(students.skipped.folder_unreadable(name, reason, MAX_NOTEBOOK_BYTES))
    return True
