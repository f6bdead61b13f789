"""Names of a student's files: normalised or refused before anything else uses them."""

import re
import unicodedata
from collections.abc import Sequence

MAX_DEPTH = 20
"""Deeper folders are not a student's work, and could overflow Python's stack."""
MAX_NAME_BYTES = 255
MAX_PATH_BYTES = 800
# By Unicode's category: other spaces than the usual one, and characters that are not seen.
REPLACED = {"Zs": " ", "Cf": ""}
MAX_COMPARED = 100
"""Characters of a name that are compared; normalising can make 18 characters of one."""

# Folders that students have but did not write. `fresh` holds the untouched copies of the student zip, which
# must not pass for their work; `__MACOSX` is added by macOS.
NOT_THEIRS = {"fresh", "__MACOSX", "__pycache__", "node_modules", "site-packages", "dist-packages"}
OLD = re.compile(
    r"(?<![^\W_])(?:old|older|alt|backup|bak|archive|previous|prev|draft|attempt|copy|kopie)(?![^\W_])"
)
CODE = re.compile(r"\.py(?:w|[^0-9A-Za-z].*)?\Z", re.IGNORECASE | re.DOTALL)


def clean(parts: Sequence[str]) -> tuple[str, ...] | None:
    """Return a path below a folder in the form in which it is staged, or None if it is refused.

    Names are converted to Unicode's composed form. Unprintable characters are replaced, because they could
    move a cursor, end a line of a report or change the direction of writing. Honest names have them: a
    no-break space of a browser, the joiners of emoji, bytes of an older encoding. Names that other systems
    cannot hold are refused.

    >>> clean(["helpers", "sums.py"]), clean(["a\\\\nb.py"]), clean(["..", "x.py"])
    (('helpers', 'sums.py'), None, None)
    >>> clean(["my\\u00a0sums.py"]), clean(["L\\udcf6sung", "sums.py"])
    (('my sums.py',), ('L_sung', 'sums.py'))
    """
    cleaned = tuple(unicodedata.normalize("NFC", _printable(part)) for part in parts)
    if not cleaned or len(cleaned) > MAX_DEPTH or not all(map(_is_clean, cleaned)):
        return None
    return cleaned if sum(len(part.encode()) + 1 for part in cleaned) <= MAX_PATH_BYTES else None


def _printable(name: str) -> str:
    if name.isprintable():
        return name
    return "".join(
        each if each.isprintable() else REPLACED.get(unicodedata.category(each), "_") for each in name
    )


def _is_clean(name: str) -> bool:
    if name in ("", ".", "..") or not name.isprintable() or "/" in name or "\\" in name:
        return False
    return len(name.encode()) <= MAX_NAME_BYTES


def alike(name: str) -> str:
    """Return a key that is equal for names which a student, or a case-insensitive system, takes as equal.

    >>> alike("Sampling.py") == alike("sampling.PY")
    True
    """
    return unicodedata.normalize("NFKC", name[:MAX_COMPARED]).casefold().strip()[:MAX_COMPARED]


def is_theirs(folder: str) -> bool:
    """Return whether a folder of this name may hold the student's own work."""
    return folder not in NOT_THEIRS and not folder.startswith(".")


def holds_no_work(folder: str) -> bool:
    """Return whether a folder of this name is made by programs and holds nobody's work."""
    return folder in NOT_THEIRS - {"fresh"} or folder in (".git", ".tox", ".mypy_cache", ".ruff_cache")


def age_of(folder: Sequence[str]) -> tuple[bool, int]:
    """Return a key that is larger for the folder that sounds newer.

    >>> age_of(["v2"]) > age_of(["v1"]) > age_of(["backup of work"])
    True
    """
    name = alike(folder[-1]) if folder else ""
    numbers = re.findall(r"\d{1,9}", name)
    return not OLD.search(name), int(numbers[-1]) if numbers else 0


def looks_like_code(name: str) -> bool:
    """Return whether a file may be Python code, under whatever name systems and browsers have left it.

    >>> [looks_like_code(name) for name in ("a.py", "a.py.txt", "a (1).PYW", "a.py~", "a.pyc", "a.csv")]
    [True, True, True, True, False, False]
    """
    return bool(CODE.search(name)) and not name.startswith("._")


def shown(parts: Sequence[str] | str) -> str:
    """Return a path to show: quoted, short, on one line and without control characters.

    >>> shown(["a", "b\\\\x1b[2J.py"])
    "'a/b\\\\\\\\x1b[2J.py'"
    """
    path = parts if isinstance(parts, str) else "/".join(parts)
    return repr(path if len(path) <= 60 else f"{path[:28]}…{path[-28:]}")
