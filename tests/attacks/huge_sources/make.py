"""Comments that nobody reads, but Python."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
line = b"# " + b"x" * 97 + b"\n"
(folder / "helper.py").write_bytes(line * 500_000)
with (folder / "memory.py").open("ab") as file:
    file.write(line * 200_000)
