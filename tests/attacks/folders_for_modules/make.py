"""context.py/__init__.py, with all of context.py in it."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
source = (folder / "context.py").read_bytes()
for name in ("context.py", "written/q4_context.md"):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir(parents=True)
(folder / "context.py" / "__init__.py").write_bytes(source)
(folder / "context.py" / "context.py").write_bytes(source)
