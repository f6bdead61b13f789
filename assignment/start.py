"""Create the files that you write in. A file that you have edited is never overwritten.

    python start.py           create missing files, and list what has changed
    python start.py --diff    show changes of a newer release in files that you have edited
    python start.py --seen    stop listing these changes

The zip holds the files that you edit as fresh copies in `fresh/`. This script copies the missing ones
to their places; `pytest` does the same when it starts. So a newer release can be unpacked over an
older one: it replaces instructions and tests, and keeps your work. Run this script again to see which
fresh copies have changed since your files were created.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRESH = HERE / "fresh"
KEPT = HERE / ".laid_out"
RECORD = HERE / ".laid_out.json"
OPTIONS = ("--diff", "--seen")


class Event(Enum):
    """An event for a file, in the words that a student reads."""

    CREATED = "created {name}"
    UPDATED = "updated {name}, because you had not edited it"
    FRESH_EDITED = "fresh/{name} was edited, but only {name} itself counts: write there"
    CHANGED = "{name} has changed in this release. Your file was kept; compare it with fresh/{name}"


HOW_TO_COMPARE = "To see what has changed: python start.py --diff"
IN_PLACE = "All files are in place."
NEXT = "Next: open README.md, then run: pytest"
CANNOT_WRITE = (
    "The files could not be created: {error}.\n"
    "Move this folder to a place where you can write, such as your home folder, and try again."
)
OLD_PYTHON = "This assignment needs Python 3.11 or newer; this is {version}."


@dataclass(frozen=True)
class Notice:
    """One event, and with `--diff` the changed lines."""

    event: Event
    name: str
    diff: tuple[str, ...] = ()


def lay_out(*, seen: bool = False, diff: bool = False) -> list[str]:
    """Copy missing files from `fresh/`, and return the lines that a student should read.

    A file that was never edited is updated to the release. An edited file is kept; that its fresh copy
    has changed is reported every time, until `seen`.
    """
    notices = copy_missing(seen=seen, diff=diff) if FRESH.is_dir() else []
    lines = []
    for notice in notices:
        lines += [notice.event.value.format(name=notice.name), *notice.diff]
    if any(notice.event is Event.CHANGED for notice in notices) and not diff:
        lines.append(HOW_TO_COMPARE)
    return lines


def copy_missing(*, seen: bool, diff: bool) -> list[Notice]:
    """Copy missing and unedited files from `fresh/`, and update the record."""
    record = read_record()
    before = dict(record)
    notices = []
    for fresh in sorted(FRESH.rglob("*")):
        if fresh.is_dir() or "__pycache__" in fresh.parts:
            continue
        name = fresh.relative_to(FRESH).as_posix()
        source, target = as_released(fresh, name), HERE / name
        if digest(source) != digest(fresh):
            notices.append(Notice(Event.FRESH_EDITED, name))
        new, known = digest(source), record.get(name)
        if not target.exists():
            copy(source, target)
            notices.append(Notice(Event.CREATED, name))
        elif known not in (None, new):
            if digest(target) == known:
                copy(source, target)
                notices.append(Notice(Event.UPDATED, name))
            elif not seen:
                changed = tuple(changes(name, known, source)) if diff else ()
                notices.append(Notice(Event.CHANGED, name, changed))
                continue
        record[name] = new
    if record != before:  # a finished folder can be read-only
        RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return notices


def as_released(fresh: Path, name: str) -> Path:
    """Return the fresh copy as released. It is saved when first seen, because `fresh/` can be edited."""
    version = HERE / "VERSION"
    if not version.is_file():
        return fresh
    kept = KEPT / hashlib.sha256(version.read_bytes()).hexdigest()[:12] / name
    if not kept.is_file():
        copy(fresh, kept)
    return kept


def changes(name: str, known: str, source: Path) -> list[str]:
    """Return the diff from the fresh copy that the student's file came from to the new one."""
    for before in sorted(KEPT.glob(f"*/{name}")):
        if digest(before) == known:
            old, new = (path.read_text(encoding="utf-8").splitlines() for path in (before, source))
            return list(difflib.unified_diff(old, new, f"before/{name}", f"fresh/{name}", lineterm=""))
    return []


def read_record() -> dict[str, str]:
    """Return the digest of the fresh copy that each file came from; empty if the record is damaged."""
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; line endings make no difference."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def copy(source: Path, target: Path) -> None:
    """Copy a file, and create its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(str(source), str(target))


def main() -> int:
    """Create the files, and print what to do next."""
    if sys.version_info < (3, 11):  # noqa: UP036 - so that older versions get a message
        print(OLD_PYTHON.format(version=sys.version.split()[0]))
        return 1
    options = sys.argv[1:]
    if not set(options) <= set(OPTIONS):
        print(__doc__)
        return 0 if {"-h", "--help"} & set(options) else 2
    try:
        lines = lay_out(seen="--seen" in options, diff="--diff" in options)
    except (OSError, ValueError) as error:
        print(CANNOT_WRITE.format(error=error))
        return 1
    print("\n".join(lines or [IN_PLACE]))
    print(NEXT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
