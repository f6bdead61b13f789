"""The term's seed: hidden inputs come from it. It is drawn once for a checkout and never committed."""

import secrets

from autograder.catalog import Project
from autograder.files import write_atomically


def term_seed(project: Project) -> int:
    """The seed in `.autograder/seed`, drawn at first use; delete the file for a new term.

    Raises:
        ValueError: the file holds no number.
    """
    path = project.root / ".autograder" / "seed"
    if path.is_file():
        return int(path.read_text(encoding="utf-8"))
    seed = secrets.randbits(62)
    write_atomically(path, f"{seed}\n".encode())
    return seed
