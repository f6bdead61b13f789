"""Notes on zips and other archives, and why one is refused."""

from collections.abc import Sequence

from autograder.messages.students.phrases import HAND_IN_FILES, listed

TOO_MANY = "there are too many archives; " + HAND_IN_FILES
TOO_DEEP = "it is an archive within an archive within an archive; " + HAND_IN_FILES
# By the values of `autograder.submissions.packed.Form`.
CLOSED = {"rar": "a RAR archive", "7z": "a 7-Zip archive", "zstd": "an archive packed with Zstandard"}
ZIP_TOO_MANY_FILES = "the zip holds too many files; include only your own"
ZIP_OVERLAP = "the zip has entries that overlap; create it with another program"
ZIP_ENCRYPTED = "the zip is encrypted; create it without a password"
ZIP_SPLIT = "the zip is one of several parts; create one zip that is not split, or " + HAND_IN_FILES
ZIP_METHOD = "the zip uses an unusual compression method; create it with another program"


def zip_without_work(names: Sequence[str], n_more: int) -> str:
    """Return the note on a zip without code and answers; `names` are what it holds instead."""
    return f"the zip holds no Python file, notebook or Markdown file, only {listed(names, n_more)}"


def zip_broken(name: str, error: str) -> str:
    """Return why a file cannot be unpacked, in the words of the library that tried."""
    return f"{name} cannot be unpacked as a zip: {error}; create it again, or {HAND_IN_FILES}"


def tar_broken(name: str, error: str) -> str:
    """Return why a file cannot be unpacked, in the words of the library that tried."""
    return f"{name} cannot be unpacked as a tar archive: {error}; {HAND_IN_FILES}"


def closed(name: str, form: str) -> str:
    """Return why an archive is not opened: its kind.

    >>> closed("work.rar", "rar")
    'work.rar is a RAR archive, which cannot be opened here; upload the .py and .md files, or a zip of them'
    """
    return f"{name} is {CLOSED[form]}, which cannot be opened here; {HAND_IN_FILES}"


def unopened(name: str, reason: str) -> str:
    """Return the note on an archive within the submission."""
    return f"{name} was not opened: {reason}"


def too_long(name: str) -> str:
    """Return the note on an archive that was not read to its end."""
    return f"{name} is very large, and only its beginning was read; {HAND_IN_FILES}"


def office_document(name: str) -> str:
    """Return why a document is not opened as a zip, which it is inside."""
    return f"{name} is an Office document, not an archive of files; {HAND_IN_FILES}"


def zip_size_impossible(name: str) -> str:
    """Return why a zip is refused: an entry states a size that its packed bytes cannot have."""
    return f"{name} cannot be as large as the zip states; create the zip again"


def zip_size_wrong(name: str) -> str:
    """Return why a zip is refused: an entry unpacks to more bytes than it states."""
    return f"{name} is larger than the zip states; create the zip again"
