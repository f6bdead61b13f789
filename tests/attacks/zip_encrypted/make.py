"""The mark of encryption is one bit of each of an entry's two headers."""

import sys
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
target = folder / "submission.zip"
with zipfile.ZipFile(target, "x") as archive:
    for path in sorted(folder.glob("*.py")):
        archive.write(path, path.name)
content = bytearray(target.read_bytes())
for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
    place = content.find(mark)
    while place >= 0:
        content[place + flags] |= 1
        place = content.find(mark, place + 4)
target.write_bytes(content)
