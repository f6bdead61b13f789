"""A hundred folders of a hundred files."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
for number in range(100):
    helpers = folder / f"helpers_{number}"
    helpers.mkdir()
    for other in range(100):
        (helpers / f"helper_{other}.py").write_text("value = 1\n", encoding="ascii")
