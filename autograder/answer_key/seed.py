"""The term's seed: hidden inputs come from it. It is drawn once for a checkout and never committed."""

import secrets

from autograder.catalog import Project
from autograder.errors import AutograderError
from autograder.files import write_atomically


def term_seed(project: Project) -> int:
    """Return the seed in `.autograder/seed`, drawn at first use; delete the file for a new term.

    Raises:
        AutograderError: the file does not hold a number.
    """
    path = project.root / ".autograder" / "seed"
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace").strip()
        if not text.isdecimal():
            raise AutograderError(f"{path} must hold the term's seed, a whole number, not {text[:40]!r}")
        return int(text)
    seed = secrets.randbits(62)
    write_atomically(path, f"{seed}\n".encode())
    return seed
