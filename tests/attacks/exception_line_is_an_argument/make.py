"""Makes memory.py and a helper so long that any small number is one of their lines."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
path = folder / "memory.py"
path.write_text(path.read_text() + "#\n" * 9_000)
(folder / "lines.py").write_text("#\n" * 10_000)
