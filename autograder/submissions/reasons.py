"""Why a file of a submission is skipped."""

from enum import Enum


class Reason(Enum):
    """Why a file is skipped. `messages.students.skipped.WHY` holds the words for each value."""

    NOT_REGULAR = "not_regular"
    """A link, a folder, a pipe, a socket or a device."""
    UNUSUAL_NAME = "unusual_name"
    """`names.clean` refuses the path."""
    SAME_NAME = "same_name"
    """Another file is already staged under this name."""
    SAME_ENTRY = "same_entry"
    """An earlier entry of the zip has this name and other content."""
    OLDER_ENTRY = "older_entry"
    """A later entry of the tar has this name and other content."""
    TOO_LARGE = "too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_BYTES = "too_many_bytes"
    CANNOT_OPEN = "cannot_open"
    CANNOT_READ = "cannot_read"
