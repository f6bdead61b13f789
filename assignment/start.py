"""Lays out the files that you write in, and never overwrites one that is there.

    python start.py           lays out what is missing, tells what has changed
    python start.py --diff    shows what a newer release has changed in files that you have edited
    python start.py --seen    takes these changes as seen

The zip brings the files that you edit as fresh copies, in `fresh/`. This puts those that you do not
have yet into their place; `pytest` does the same when it starts. Unpacking a newer release over an
older one therefore replaces instructions and tests, and leaves your work as it is; run this again to
be told which fresh copies have changed since yours were laid out.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRESH = HERE / "fresh"
KEPT = HERE / ".laid_out"
RECORD = HERE / ".laid_out.json"
OPTIONS = ("--diff", "--seen")


def lay_out(*, seen: bool = False, diff: bool = False) -> list[str]:
    """Copies what is missing from `fresh/` into place; a line for whatever a student should know.

    A file that was laid out and never edited follows the release. One that was edited stays; that its
    fresh copy has changed is told each time, until `seen`.
    """
    if not FRESH.is_dir():
        return []
    record = read_record()
    lines = []
    for fresh in sorted(FRESH.rglob("*")):
        if fresh.is_dir() or "__pycache__" in fresh.parts:
            continue
        name = fresh.relative_to(FRESH).as_posix()
        source, target = as_released(fresh, name), HERE / name
        if digest(source) != digest(fresh):
            lines.append(f"fresh/{name} was edited: only what you write in {name} itself counts")
        new, known = digest(source), record.get(name)
        if not target.exists():
            copy(source, target)
            lines.append(f"laid out {name}")
        elif known not in (None, new):
            if digest(target) == known:
                copy(source, target)
                lines.append(f"updated {name}, which you had not edited")
            elif not seen:
                lines.append(f"{name} has a new fresh copy; yours is untouched. Compare it with fresh/{name}")
                lines += changes(name, known, source) if diff else []
                continue
        record[name] = new
    if any("has a new fresh copy" in line for line in lines) and not diff:
        lines.append("What has changed: python start.py --diff")
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return lines


def as_released(fresh: Path, name: str) -> Path:
    """A fresh copy as this release brought it: kept aside at first sight, since `fresh/` can be edited."""
    version = HERE / "VERSION"
    if not version.is_file():
        return fresh
    kept = KEPT / hashlib.sha256(version.read_bytes()).hexdigest()[:12] / name
    if not kept.is_file():
        copy(fresh, kept)
    return kept


def changes(name: str, known: str, source: Path) -> list[str]:
    """What has changed from the fresh copy that the student's file came from to the new one."""
    for before in sorted(KEPT.glob(f"*/{name}")):
        if digest(before) == known:
            old, new = (path.read_text(encoding="utf-8").splitlines() for path in (before, source))
            return list(difflib.unified_diff(old, new, f"before/{name}", f"fresh/{name}", lineterm=""))
    return []


def read_record() -> dict[str, str]:
    """Digests of the fresh copies that the student's files came from; a damaged record is as good as none."""
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def digest(path: Path) -> str:
    """What a file holds, in 64 letters; the same whichever way its lines end."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def copy(source: Path, target: Path) -> None:
    """Copies a file, making the folder for it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(str(source), str(target))


def main() -> int:
    """Lays out, and says what comes next."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the file that says so
        print(f"This assignment needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    options = sys.argv[1:]
    if not set(options) <= set(OPTIONS):
        print(__doc__)
        return 0 if {"-h", "--help"} & set(options) else 2
    lines = lay_out(seen="--seen" in options, diff="--diff" in options)
    print("\n".join(lines or ["Everything is in place."]))
    print("Next: open README.md, then run: pytest")
    return 0


if __name__ == "__main__":
    sys.exit(main())
