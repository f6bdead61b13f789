"""The process that reads a notebook: with limits and without rights. No student code runs in it.

``python -I -S -B child.py REQUEST`` with the notebook as standard input. REQUEST is JSON: `functions` by
module, `written` numbers by name, `is_export`, and `files`: descriptors of module files, by module.
Writes JSON of a limited size.
"""

import codecs
import json
import mmap
import os
import sys
from pathlib import Path
from typing import Any

MIB = 2**20
MAX_OUTPUT_BYTES = 16 * MIB
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1")


def main() -> None:
    """Read the request and the notebook, and write what it holds."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    # All that is imported is imported now, because another user may not be able to read the files. Python's
    # parser imports the first for names that are not ASCII; texts are decoded by the others.
    import unicodedata  # noqa: F401

    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    from autograder.submissions.notebook.read import read_notebook
    from autograder.submissions.notebook.rights import limit

    limit()
    request: dict[str, Any] = json.loads(sys.argv[1])
    files = {module: contents(descriptor) for module, descriptor in request["files"].items()}
    found = json.dumps(read_notebook(contents(0), request, files)).encode("ascii")
    if len(found) > MAX_OUTPUT_BYTES:
        sys.exit("the notebook's code is too long")
    sys.stdout.buffer.write(found)


def contents(descriptor: int) -> Any:
    """Return the bytes of an open file, mapped and not copied."""
    if not os.fstat(descriptor).st_size:
        return b""
    return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)


if __name__ == "__main__":
    main()
