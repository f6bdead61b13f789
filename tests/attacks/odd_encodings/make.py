"""Re-encodes the honest modules, and adds helpers that nobody can read."""

import sys
from pathlib import Path

folder = Path(sys.argv[1])


def recode(name, change):
    path = folder / name
    path.write_bytes(change(path.read_text(encoding="utf-8")))


recode("pretraining.py", lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
recode("memory.py", lambda text: b"# coding: latin-1\n" + (text + "\n# \u00e9\n").encode("latin-1"))
recode(
    "sharding.py",
    lambda text: b"#!/bin/sh\n# -*- coding: shift_jis -*-\n" + text.encode("shift_jis", "replace"),
)
recode("finetuning.py", lambda text: text.encode("utf-16"))
recode("context.py", lambda text: text.encode() + b"\n# \0\n")
(folder / "helper.py").write_bytes(b"\xff\xfe\0\xd8 = 1")
(folder / "written").mkdir(exist_ok=True)
(folder / "written" / "q1_pretraining.md").write_bytes(b"\xff\xfe\0\xd8\0 words in no encoding")
