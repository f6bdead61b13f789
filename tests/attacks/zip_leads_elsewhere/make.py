"""The honest files, and others that lead elsewhere."""

import sys
import zipfile
from pathlib import Path

ELSEWHERE = [
    "../attack-left-1.py",
    "../../../../../../tmp/attack-left-2.py",
    "/tmp/attack-left-3.py",
    "//tmp/attack-left-4.py",
    "..\\..\\..\\tmp\\attack-left-5.py",
    "C:\\attack-left-6.py",
    "helpers/../../attack-left-7.py",
    "./.././attack-left-8.py",
    "context.py/../../attack-left-9.py",
]

folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "submission.zip", "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
    for name in ELSEWHERE:
        archive.writestr(name, "raise SystemExit(0)\n")
