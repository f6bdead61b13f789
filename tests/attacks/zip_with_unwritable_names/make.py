"""A hundred Chinese characters are a legal name on some systems, and 300 bytes too many on others."""

import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "submission.zip", "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
    archive.writestr("\u7b54" * 100 + ".md", "my notes\n")
