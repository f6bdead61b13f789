"""A pipe without a writer."""

import os
import socket
import sys
from pathlib import Path

folder = Path(sys.argv[1])
for name in ("sharding.py", "helper.py", "written/q2_finetuning.md", "helpers/__init__.py"):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
os.chdir(folder)  # the name of a socket is at most 107 bytes long
with socket.socket(socket.AF_UNIX) as waiting:
    waiting.bind("waiting.py")
