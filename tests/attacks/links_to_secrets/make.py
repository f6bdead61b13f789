"""Makes the links, pipes and a device's name that git cannot keep."""

import os
import sys
from pathlib import Path

folder = Path(sys.argv[1])
SOURCE = "/autograder/source"
links = {
    "tests_of_theirs.py": f"{SOURCE}/autograder/course/hidden_tests/test_memory_training.py",
    "solution_of_theirs.py": f"{SOURCE}/solutions/memory.py",
    "more.py": "/autograder/submission_metadata.json",
    "deep/all_of_it": SOURCE,
    "deep/up.py": "../../source/solutions/sharding.py",
    "loop": ".",
    "written/q1_pretraining.md": "/autograder/submission_metadata.json",
    "context.py": f"{SOURCE}/solutions/context.py",
    "never.py": "/dev/zero",
}
for name, target in links.items():
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
os.mkfifo(folder / "endless.py")
os.link(folder / "memory.py", folder / "again.py")
(folder / "sharding.py").unlink()
os.mkfifo(folder / "sharding.py")
