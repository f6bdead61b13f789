"""The honest files first; what comes later must not replace them."""

import sys
import warnings
import zipfile
from pathlib import Path

LATER = [
    "context.py",
    "./context.py",
    "context.py/__init__.py",
    "context.py/",
    ".\\context.py",
    "//context.py",
]

warnings.simplefilter("ignore")  # Python warns of doubles
folder = Path(sys.argv[1])
with zipfile.ZipFile(folder / "submission.zip", "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
    for name in LATER:
        archive.writestr(name, "raise SystemExit(0)\n")
    archive.writestr("CONTEXT.PY", "raise SystemExit(0)\n")
    archive.writestr("cont\u0435xt.py", "raise SystemExit(0)\n")  # the e is Cyrillic
