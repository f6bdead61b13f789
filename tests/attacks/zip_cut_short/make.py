"""A zip's list of contents stands at its end."""

import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
target = folder / "submission.zip"
with zipfile.ZipFile(target, "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
target.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
