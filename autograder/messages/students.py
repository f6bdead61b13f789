"""Everything that a student reads of a graded submission, in one place.

Names, numbers and places come in as arguments; nothing hidden may be passed here.
"""

from collections.abc import Sequence

# Files: notes on the files of a submission, and why one cannot be read. Names arrive quoted and printable.

TOP_FOLDER = "the top folder"
ZIP_TOO_MANY_FILES = "the zip holds too many files; include only your own"
ZIP_OVERLAP = "the zip has entries that overlap; create it with another program"
ZIP_ENCRYPTED = "the zip is encrypted; create it without a password"
ZIP_METHOD = "the zip uses an unusual compression method; create it with another program"

# By the values of `autograder.submissions.reasons.Reason`.
WHY_SKIPPED = {
    "not_regular": "not a regular file; submit the file itself, not a link or a folder",
    "unusual_name": "an unusual path; use a short name without special characters",
    "same_name": "the same name as another file; rename one of them",
    "same_entry": "an earlier entry of the zip has the same name; create the zip again",
    "too_large": "larger than {:,} bytes; submit only your own code and answers",
    "too_many_files": "more than {:,} code and text files; submit only your own",
    "too_many_bytes": "more than {:,} bytes of code and text; submit only your own files",
    "cannot_open": "cannot be opened ({})",
    "cannot_read": "cannot be read ({})",
}


def why_skipped(reason: str, detail: int | str = "") -> str:
    """Return why a file was skipped, with the limit or the system's error that belongs to the reason.

    >>> why_skipped("cannot_open", "Permission denied")
    'cannot be opened (Permission denied)'
    """
    return WHY_SKIPPED[reason].format(detail)


def skipped(names: Sequence[str], n_more: int, reason: str, detail: int | str = "") -> str:
    """Return the note on files that were skipped for one reason; `n_more` of them are not named.

    >>> skipped(["'a.py'", "'b.py'"], 2, "same_name")
    "skipped 'a.py', 'b.py' and 2 more: the same name as another file; rename one of them"
    """
    return f"skipped {_listed(names, n_more)}: {why_skipped(reason, detail)}"


def used_as(found: str, asked: str) -> str:
    """Return the note on a file whose name is nearly the requested one."""
    return f"{found} was used as {asked}; please rename it"


def ambiguous(asked: str, candidates: Sequence[str]) -> str:
    """Return the note on a missing file that several other files could be."""
    return f"{asked} was not found, but {' and '.join(candidates)} are similar; rename the right one"


def hidden_by_python(name: str) -> str:
    """Return the note on a helper file that an import does not find."""
    return f"{name} was not used: Python has a module with this name; rename the file"


def answer_cut(name: str, n_bytes: int) -> str:
    """Return the note on an answer that is too long."""
    return f"{name} is too long; only the first {n_bytes:,} bytes were read"


def folder_chosen(used: str, other: str) -> str:
    """Return the note on requested files that lie in two folders; an empty name is the top folder."""
    return f"files were read from {_folder(used)} only, and those in {_folder(other)} were ignored"


def folder_found(folder: str) -> str:
    """Return the note on files that were found deep in the submission."""
    return f"your files were found in {_folder(folder)}"


def nothing_found(names: Sequence[str], n_more: int) -> str:
    """Return the note on a submission without a requested file; `names` are what it holds instead."""
    instead = f"; your submission holds {_listed(names, n_more)}" if names else ""
    return f"none of the requested files was found{instead}"


def search_stopped(limit: int) -> str:
    """Return the note on a folder with too many entries."""
    return f"only the first {limit:,} files and folders were searched; submit only your own files"


def zip_without_work(names: Sequence[str], n_more: int) -> str:
    """Return the note on a zip without code and answers; `names` are what it holds instead."""
    return f"the zip holds no Python or Markdown file, only {_listed(names, n_more)}"


def place_missing(place: str) -> str:
    """Return why a path cannot be graded: nothing is there."""
    return f"{place} does not exist: name the folder or the zip that holds the submission"


def place_not_folder(place: str) -> str:
    """Return why a path cannot be graded: it is not a folder."""
    return f"{place} is not a folder: name the folder that holds the submission"


def folder_unreadable(folder: str, reason: str, detail: int | str) -> str:
    """Return why a submission's folder cannot be read."""
    return f"{folder}: {why_skipped(reason, detail)}"


def zip_broken(name: str, error: str) -> str:
    """Return why a file cannot be unpacked, in the words of the library that tried."""
    return f"{name} cannot be unpacked as a zip: {error}"


def zip_size_impossible(name: str) -> str:
    """Return why a zip is refused: an entry states a size that its packed bytes cannot have."""
    return f"{name} cannot be as large as the zip states; create the zip again"


def zip_size_wrong(name: str) -> str:
    """Return why a zip is refused: an entry unpacks to more bytes than it states."""
    return f"{name} is larger than the zip states; create the zip again"


def _listed(names: Sequence[str], n_more: int) -> str:
    return ", ".join(names) + (f" and {n_more:,} more" if n_more else "")


def _folder(shown: str) -> str:
    return f"the folder {shown}" if shown else TOP_FOLDER
