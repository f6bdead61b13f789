"""Names of a student's files: made alike, or refused, before anything of ours uses them."""

import unicodedata
from collections.abc import Sequence

MAX_DEPTH = 20
"""Folders below folders beyond this are nobody's work, and could be too many for Python's stack."""
MAX_NAME_BYTES = 200
MAX_PATH_BYTES = 800
MAX_LIKELY = 100
"""Characters of a name that could be a slip for one that is asked for; composing can make 18 of one."""

# Folders that students have and did not write: the untouched copies of the student zip, which must not
# pass for their work, what macOS adds to a zip, and what other people wrote.
NOT_THEIRS = {"fresh", "__MACOSX", "__pycache__", "node_modules", "site-packages", "dist-packages"}


def clean(parts: Sequence[str]) -> tuple[str, ...] | None:
    """A path below a folder in the form in which it is staged; None for one that has no such form.

    Names are in Unicode's composed form, whatever the student's system writes. What cannot be printed is
    refused: it could move a cursor, end a line of a report or turn the direction of writing; so are names
    that no other system could hold.

    >>> clean(["helpers", "sums.py"]), clean(["a\\\\nb.py"]), clean(["..", "x.py"])
    (('helpers', 'sums.py'), None, None)
    """
    cleaned = tuple(unicodedata.normalize("NFC", part) for part in parts)
    if not cleaned or len(cleaned) > MAX_DEPTH or not all(map(_is_clean, cleaned)):
        return None
    return cleaned if sum(len(part.encode()) + 1 for part in cleaned) <= MAX_PATH_BYTES else None


def _is_clean(name: str) -> bool:
    if name in ("", ".", "..") or not name.isprintable() or "/" in name or "\\" in name:
        return False
    return len(name.encode()) <= MAX_NAME_BYTES


def alike(name: str) -> str:
    """What names have in common that a student, or a system that ignores case, takes for the same.

    >>> alike("Pretraining.py") == alike("pretraining.PY")
    True
    """
    return unicodedata.normalize("NFKC", name[:MAX_LIKELY]).casefold().strip()[:MAX_LIKELY]


def is_theirs(folder: str) -> bool:
    """Whether a folder of this name may hold work of the student's own."""
    return folder not in NOT_THEIRS and not folder.startswith(".")


def shown(parts: Sequence[str] | str) -> str:
    """A path for people: short, on one line, with nothing in it that a terminal would obey.

    >>> shown(["a", "b\\\\x1b[2J.py"])
    "'a/b\\\\\\\\x1b[2J.py'"
    """
    path = parts if isinstance(parts, str) else "/".join(parts)
    return repr(path if len(path) <= 60 else f"{path[:28]}…{path[-28:]}")
