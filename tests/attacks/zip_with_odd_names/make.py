"""The honest files, and names that are dangerous where they are printed, parsed or handed to a shell."""

import sys
import zipfile
from pathlib import Path

NAMES = [
    "two\nlines.py",
    "\x1b[2J\x1b]0;title\x07.py",
    "\u202eyp.txetnoc.py",
    "\u200bcontext.py",
    "-rf.py",
    "--results=x.py",
    "$(touch attack-left-1).py",
    "`touch attack-left-2`.py",
    "'; touch attack-left-3 #.py",
    " .py",
    "..py",
    "con\u0301text.py",
    "\u00e4\u00f6\u00fc.py",
    "%s%n{0}.py",
    "CON.py",
    "*.py",
]

folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "submission.zip", "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
    for name in NAMES:
        archive.writestr(name, "raise SystemExit(0)\n")
    archive.writestr("XUL_context.py", "raise SystemExit(0)\n")
# A NUL, which the standard library would not write, and bytes that are not UTF-8, without the flag for it.
zip_file = folder / "submission.zip"
zip_file.write_bytes(zip_file.read_bytes().replace(b"XUL_context.py", b"XUL\0\xff\xfentext.py"))
