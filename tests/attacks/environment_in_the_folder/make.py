"""What `python -m venv .` leaves, in small."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])
inner = folder / "assignment"
inner.mkdir()
for path in sorted(folder.iterdir()):
    if path != inner:
        path.rename(inner / path.name)
(inner / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n", encoding="ascii")
(inner / "lib" / "python3.11" / "site-packages" / "torch").mkdir(parents=True)
(inner / "lib64").symlink_to("lib")
(inner / "lib" / "python3.11" / "site-packages" / "torch" / "__init__.py").write_text("raise SystemExit\n")
(inner / "bin").mkdir()
(inner / "bin" / "python").symlink_to("/usr/bin/python3")
