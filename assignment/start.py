"""Lays out the files that you write in, and never overwrites one that is there.

    python start.py           lays out what is missing, tells what has changed
    python start.py --seen    takes the changes as seen

The zip brings the files that you edit as fresh copies, in `fresh/`. This puts those that you do not
have yet into their place; `pytest` does the same when it starts. Unpacking a newer release over an
older one therefore replaces instructions and tests, and leaves your work as it is; run this again to
be told which fresh copies have changed since yours were laid out.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRESH = HERE / "fresh"
RECORD = HERE / ".laid_out.json"


def lay_out() -> list[str]:
    """Copies what is missing from `fresh/` into place; a line for whatever a student should know."""
    if not FRESH.is_dir():
        return []
    record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}
    lines = []
    for source in sorted(FRESH.rglob("*")):
        if source.is_dir() or "__pycache__" in source.parts:
            continue
        name = source.relative_to(FRESH).as_posix()
        target = HERE / name
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(source), str(target))
            lines.append(f"laid out {name}")
        elif record.get(name, digest) != digest:
            lines.append(f"{name} is new in this release; yours is untouched. Compare it with fresh/{name}")
            continue  # told again each time, until the student says --seen
        record[name] = digest
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return lines


def accept() -> None:
    """Takes the fresh copies as seen, so that changes up to now are not told again."""
    RECORD.unlink(missing_ok=True)
    lay_out()


def main() -> int:
    """Lays out, and says what comes next."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the file that says so
        print(f"This assignment needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    if "--seen" in sys.argv[1:]:
        accept()
    lines = lay_out()
    print("\n".join(lines or ["Everything is in place."]))
    print("Next: open README.md, then run: pytest")
    return 0


if __name__ == "__main__":
    sys.exit(main())
