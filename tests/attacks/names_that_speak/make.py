"""git keeps such names, but not every system that clones it can."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
(folder / "x\n+ all checks passed\nscore: 70 of 70.py").write_text("raise KeyError\n", encoding="ascii")
(folder / "\x1b[1A\x1b[2K all passed.py").write_text("raise KeyError\n", encoding="ascii")
