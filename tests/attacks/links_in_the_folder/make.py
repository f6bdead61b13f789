"""git keeps links, too, but not where they lead out of the repository."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
(folder / "honest.txt").write_bytes((folder / "memory.py").read_bytes())
for name, target in {
    "memory.py": "honest.txt",
    "written/q1_pretraining.md": "/etc/passwd",
    "written/q3_scale.md": "/proc/self/environ",
    "hidden.py": "/autograder/source/autograder/course/hidden_tests/test_context.py",
    "passwd.py": "/etc/passwd",
    "endless.py": "/dev/zero",
    "everything": "/",
    "loop": ".",
    "nowhere.py": "nowhere.py",
}.items():
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(target)
