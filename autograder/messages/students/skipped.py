"""Notes on files and folders that were not read, each with its reason."""

from collections.abc import Sequence

from autograder.messages.students.phrases import listed

# By the values of `autograder.submissions.reasons.Reason`.
WHY = {
    "not_regular": "not a regular file; submit the file itself, not a link or a folder",
    "unusual_name": "an unusual path; use a short name without special characters",
    "same_name": "the same name as another file; rename one of them",
    "same_entry": "the archive holds two different files of this name, and the first was used; create it "
    "again with the right one only",
    "older_entry": "the archive holds two different files of this name, and the last was used; create it "
    "again with the right one only",
    "too_large": "larger than {:,} bytes; submit only your own code and answers",
    "too_many_files": "more than {:,} code and text files; submit only your own",
    "too_many_bytes": "more than {:,} bytes of code and text; submit only your own files",
    "cannot_open": "cannot be opened ({})",
    "cannot_read": "cannot be read ({})",
}


def why(reason: str, detail: int | str = "") -> str:
    """Return why a file was skipped, with the limit or the system's error that belongs to the reason.

    >>> why("cannot_open", "Permission denied")
    'cannot be opened (Permission denied)'
    """
    return WHY[reason].format(detail)


def files(names: Sequence[str], n_more: int, reason: str, detail: int | str = "") -> str:
    """Return the note on files that were skipped for one reason; `n_more` of them are not named.

    >>> files(["'a.py'", "'b.py'"], 2, "same_name")
    "skipped 'a.py', 'b.py' and 2 more: the same name as another file; rename one of them"
    """
    return f"skipped {listed(names, n_more)}: {why(reason, detail)}"


def folder_unreadable(folder: str, reason: str, detail: int | str) -> str:
    """Return why a submission's folder cannot be read."""
    return f"{folder}: {why(reason, detail)}"


def too_deep(folder: str, limit: int) -> str:
    """Return the note on folders that are not searched, because they lie too deep."""
    return f"files more than {limit} folders deep were not looked at, such as those in {folder}; move them up"


def search_stopped(limit: int) -> str:
    """Return the note on a folder with too many entries."""
    return f"only the first {limit:,} files and folders were searched; submit only your own files"
