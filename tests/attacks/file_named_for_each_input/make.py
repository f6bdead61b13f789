"""Makes the files: too many to keep."""

import sys
from pathlib import Path

for more in range(1001, 2001, 2):
    name = f"{10**24 + more}.py"
    Path(sys.argv[1], name).write_text("def fail():\n    raise ValueError\n", encoding="utf-8")
