"""The process that reads a notebook: run as a script, with limits and without rights, and with no student code run.

``python -I -S -B child.py REQUEST`` with the notebook as standard input. REQUEST is JSON: `functions` by module,
`written` numbers by name, `is_export`, and `files`: descriptors of module files beside the notebook, by module.
Writes JSON of a limited size.
"""

import codecs
import json
import mmap
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

MIB = 2**20
CPU_SECONDS = 20
ADDRESS_BYTES = 400 * MIB
"""Beside a notebook of the largest size. The container may have 768 MiB for all."""
MAX_OUTPUT_BYTES = 16 * MIB
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1")
FIRST_UID, N_UIDS = 200_000, 60_000
"""As workers have: no account has these ids."""


def main() -> None:
    """Read the request and the notebook, and write what it holds."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    # All that is imported is imported now, because another user may not be able to read the files. Python's
    # parser imports the first for names that are not ASCII; texts are decoded by the others.
    import unicodedata  # noqa: F401

    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    from autograder.submissions.notebook.read import read_notebook

    limit()
    request: dict[str, Any] = json.loads(sys.argv[1])
    files = {module: contents(descriptor) for module, descriptor in request["files"].items()}
    found = json.dumps(read_notebook(contents(0), request, files)).encode("ascii")
    if len(found) > MAX_OUTPUT_BYTES:
        sys.exit("the notebook's code is too long")
    sys.stdout.buffer.write(found)


def limit() -> None:
    """Give up rights, files, processes, and all but a little time and memory."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: ADDRESS_BYTES + os.fstat(0).st_size,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, value in limits.items():
        with suppress(OSError, ValueError):  # one that this system does not have
            resource.setrlimit(kind, (value, value))
    if os.geteuid() == 0:
        uid = FIRST_UID + int.from_bytes(os.urandom(4), "big") % N_UIDS
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def contents(descriptor: int) -> Any:
    """Return the bytes of an open file, mapped and not copied."""
    if not os.fstat(descriptor).st_size:
        return b""
    return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)


if __name__ == "__main__":
    main()
