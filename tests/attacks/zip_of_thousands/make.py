"""The honest files, and very many others."""

import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "submission.zip", "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
    for number in range(30_000):
        archive.writestr(f"helpers/helper_{number}.py", "")
