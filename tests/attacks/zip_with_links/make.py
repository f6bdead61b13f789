"""The honest files, and entries that are not regular files."""

import stat
import sys
import zipfile
from pathlib import Path

LINKS = {
    "passwd.py": "/etc/passwd",
    "written/q1_pretraining.md": "/etc/passwd",
    "hidden.py": "/autograder/source/autograder/course/hidden_tests/test_context.py",
    "outside": "/tmp",
}

folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "submission.zip", "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)

    def add(name, kind, content=""):
        entry = zipfile.ZipInfo(name)
        entry.create_system = 3  # Unix, so that the attributes are a mode
        entry.external_attr = (kind | 0o777) << 16
        archive.writestr(entry, content)

    for name, target in LINKS.items():
        add(name, stat.S_IFLNK, target)
    add("outside/attack-left-link.py", stat.S_IFREG, "raise SystemExit(0)\n")
    add("pipe.py", stat.S_IFIFO)
    add("device.py", stat.S_IFCHR)
    add("sharding.py", stat.S_IFLNK, "/dev/zero")
